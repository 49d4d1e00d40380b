"""What a written sentence may say of how its writer feels: weak evidence, and told as such.

``model.reader()`` gives a function from a sentence to ``Words``. Numpy alone; the sentence is looked at by that call,
in this process, and neither kept nor logged. Nothing here looks for illness, danger or need: a sentence that asks for
help is not judged at all.
"""
