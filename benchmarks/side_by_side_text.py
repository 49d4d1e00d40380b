"""Our reader of sentences beside VADER and a plain scikit-learn pipeline: F1 and cost on the same sentences in one run.

    python -m benchmarks.side_by_side_text ../shared/data/text [SENTENCES]

Neither is ever a dependency: this file makes an environment in a temporary folder, installs the pinned packages there
(or takes the Python named by TEXT_PYTHON) and runs itself in it. All are asked about the sentences that were set aside
by hash (affect/training/text_data.py), which nobody trained with; the pipeline (words and pairs in English, runs of one
to three characters in Chinese, TF-IDF, logistic regression with its usual settings) is trained on the same training
part as ours, on the same normalised texts. VADER knows English alone and is asked about the texts as published, by its
own bounds of +-.05. Cost is processor time of one thread for one sentence at a time, as in play.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

PACKAGES: Final = ("vaderSentiment==3.3.2", "scikit-learn==1.9.1")
TIMED: Final = 1_000
"""Sentences that the cost is measured on."""

Asked = dict[str, Any]
"""One sentence as it goes to the other environment: text, clean, language, label, aside."""


def theirs(path: Path) -> None:
    """In the other environment: train the pipeline, ask both, print labels and cost as JSON."""
    sentences: list[Asked] = json.loads(path.read_text(encoding="utf-8"))
    told: dict[str, Any] = {}
    for language in ("en", "zh"):
        own = [one for one in sentences if one["language"] == language]
        aside = [one for one in own if one["aside"]]
        if language == "en":
            told["VADER"] = _asked(vader(), [one["text"] for one in aside])
        pipeline = plain([one for one in own if not one["aside"]], language)
        told[f"TF-IDF {language}"] = _asked(pipeline, [one["clean"] for one in aside])
    print("TOLD " + json.dumps(told))


def vader() -> Callable[[str], str]:
    """VADER's verdict."""
    from vaderSentiment.vaderSentiment import (  # type: ignore[import-not-found]  # noqa: PLC0415
        SentimentIntensityAnalyzer,
    )

    analyzer = SentimentIntensityAnalyzer()

    def label(text: str) -> str:
        compound = analyzer.polarity_scores(text)["compound"]
        return "positive" if compound >= 0.05 else "negative" if compound <= -0.05 else "neutral"

    return label


def plain(sentences: Sequence[Asked], language: str) -> Callable[[str], str]:
    """The verdict of TF-IDF and logistic regression, trained on these."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    english = language == "en"
    vectors = TfidfVectorizer(
        analyzer="word" if english else "char", ngram_range=(1, 2) if english else (1, 3), min_df=2, sublinear_tf=True
    )
    line = LogisticRegression(max_iter=300)
    line.fit(vectors.fit_transform([one["clean"] for one in sentences]), [one["label"] for one in sentences])
    return lambda text: str(line.predict(vectors.transform([text]))[0])


def _asked(label: Callable[[str], str], texts: Sequence[str]) -> Asked:
    begun = time.process_time()
    for text in texts[:TIMED]:
        label(text)
    cost_ms = 1e3 * (time.process_time() - begun) / max(1, len(texts[:TIMED]))
    return {"told": [label(text) for text in texts], "ms": cost_ms}


def put(folder: Path, most: int) -> tuple[list[Asked], list[Any]]:
    """The labelled sentences of what we train on, as they are sent, and as read; ``most`` of each part at most."""
    from affect.text.model import TextModel  # noqa: PLC0415
    from affect.text.normalise import normalised  # noqa: PLC0415
    from affect.training.text_data import NOT_TRAINED, read_sentences  # noqa: PLC0415

    signs = TextModel().simplified
    labelled = [one for one in read_sentences(folder, signs) if one.valence3 and one.source not in NOT_TRAINED]
    parts = ([one for one in labelled if one.aside][:most], [one for one in labelled if not one.aside][:most])
    chosen = [one for part in parts for one in part]
    sent = [
        {
            "text": s.text,
            "clean": normalised(s.text, signs),
            "language": s.language,
            "label": s.valence3,
            "aside": s.aside,
        }
        for s in chosen
    ]
    return sent, [one for one in chosen if one.aside]


def run_theirs(sent: Path, place: Path) -> dict[str, Any]:
    """Make the environment if none is named, and run this file there."""
    python = os.environ.get("TEXT_PYTHON", "")
    if not python:
        venv.create(place, with_pip=True)
        python = str(place / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    ran = subprocess.run([python, __file__, "--theirs", str(sent)], capture_output=True, text=True, check=False)
    line = next((line for line in ran.stdout.splitlines() if line.startswith("TOLD ")), None)
    if line is None:
        raise SystemExit(f"The others did not run in {python}:\n{ran.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(line[5:])
    return told


def ours(sentences: Sequence[Any]) -> Asked:
    """What our reader says."""
    import numpy as np  # noqa: PLC0415

    from affect.text.model import VALENCES, TextModel  # noqa: PLC0415

    read = TextModel().read
    return _asked(lambda text: VALENCES[int(np.argmax(read(text).classes))], [one.text for one in sentences])


def main(folder: Path, most: int) -> None:
    """Ask all, print the table."""
    import numpy as np  # noqa: PLC0415

    from affect.scoring import macro_f1  # noqa: PLC0415

    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    sent, aside = put(folder, most)
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "sentences.json"
        file.write_text(json.dumps(sent), encoding="utf-8")
        told = run_theirs(file, Path(place) / "env")
    print("| language | reader | sentences | macro-F1 | mean over sources | ms a sentence |")
    print("| --- | --- | --- | --- | --- | --- |")
    for language in ("en", "zh"):
        own = [one for one in aside if one.language == language]
        readers = {"ours": ours(own), **{name: one for name, one in told.items() if _asks(name, language)}}
        truth = np.array([one.valence3 for one in own])
        source = np.array([one.source for one in own])
        for name, one in readers.items():
            said = np.array(one["told"])
            parts = [macro_f1(truth[source == each], said[source == each]) for each in np.unique(source)]
            figures = f"{macro_f1(truth, said):.3f} | {np.mean(parts):.3f} | {one['ms']:.2f}"
            print(f"| {language} | {name.split(' ')[0]} | {len(own)} | {figures} |")


def _asks(name: str, language: str) -> bool:
    return name == f"TF-IDF {language}" or (name == "VADER" and language == "en")


if __name__ == "__main__":
    if sys.argv[1] == "--theirs":
        theirs(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
