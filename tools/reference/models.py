"""Writes the reference values of tests/fixtures/models/ with scikit-learn, LightGBM and shap.

    python3 -m venv FOLDER && FOLDER/bin/pip install numpy scikit-learn lightgbm shap
    FOLDER/bin/python tools/reference/models.py

Data is made by a rule that tests/support/reference-data.ts repeats bit for bit (integers of 32 bits, and sums, products and
quotients of doubles, which round alike everywhere), so that fixtures hold results and no rows. One thread, fixed seeds.
"""
import json
import pathlib

import lightgbm
import numpy as np
import shap
import sklearn
from sklearn.calibration import _SigmoidCalibration
from sklearn.ensemble import IsolationForest
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    f1_score,
    precision_recall_curve,
    roc_auc_score,
)
from sklearn.preprocessing import StandardScaler

FOLDER = pathlib.Path(__file__).parents[2] / "tests" / "fixtures" / "models"
NAMES = [f"x{i}" for i in range(10)]


def uniform(rows, column, seed):
    """Numbers in [0, 1) by row, column and seed: the finaliser of MurmurHash3."""
    h = (
        np.arange(rows, dtype=np.uint64) * 0x9E3779B1 + column * 0x85EBCA77 + seed * 0xC2B2AE3D
    ) & 0xFFFFFFFF
    h ^= h >> np.uint64(16)
    h = (h * 0x85EBCA6B) & 0xFFFFFFFF
    h ^= h >> np.uint64(13)
    h = (h * 0xC2B2AE35) & 0xFFFFFFFF
    h ^= h >> np.uint64(16)
    return h.astype(np.float64) / 2**32


def reference_data(rows, seed):
    """Ten columns and labels, about 5 % of them 1; column 6 misses a fifth of its values."""
    x = np.stack([uniform(rows, i, seed) for i in range(10)], axis=1)
    missing = uniform(rows, 10, seed) < 0.2
    noise = uniform(rows, 11, seed) + uniform(rows, 12, seed) + uniform(rows, 13, seed) - 1.5
    z = 4 * x[:, 0] * x[:, 1]
    z = z + np.where(x[:, 2] > 0.8, 1.5, 0) * x[:, 3]
    z = z + 2 * np.abs(x[:, 4] - 0.5) * x[:, 5]
    z = z + np.where(missing & (x[:, 7] > 0.7), 1, 0)
    z = z + noise * 0.5
    x[:, 8] = np.floor(x[:, 8] * 20)
    x[:, 9] = 1 / (0.01 + x[:, 9])
    x[missing, 6] = np.nan
    return x, (z > 3.3).astype(int)


def write(name, value):
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")


def flatten(booster):
    """A LightGBM model as one table of nodes, as src/risk/models/trees/tree-ensemble.ts has it."""
    out = {k: [] for k in ["roots", "feature", "threshold", "left", "right", "missingLeft", "value", "cover"]}

    def add(node):
        at = len(out["feature"])
        leaf = "leaf_value" in node
        out["feature"].append(-1 if leaf else node["split_feature"])
        out["threshold"].append(0 if leaf else node["threshold"])
        # Where LightGBM saw nothing missing it reads what is missing as 0.
        on_zero = not leaf and node["threshold"] >= 0
        left = on_zero if not leaf and node["missing_type"] == "None" else node.get("default_left", False)
        out["missingLeft"].append(int(left))
        out["value"].append(node["leaf_value"] if leaf else 0)
        out["cover"].append(node["leaf_count"] if leaf else node["internal_count"])
        out["left"].append(-1)
        out["right"].append(-1)
        if not leaf:
            assert node["decision_type"] == "<="
            out["left"][at] = add(node["left_child"])
            out["right"][at] = add(node["right_child"])
        return at

    for tree in booster.dump_model()["tree_info"]:
        out["roots"].append(add(tree["tree_structure"]))
    return {"base": 0, **out}


def train(x, y, trees, **settings):
    given = dict(objective="binary", num_threads=1, verbose=-1, seed=1, deterministic=True)
    return lightgbm.train({**given, **settings}, lightgbm.Dataset(x, y, feature_name=NAMES), trees)


def gbdt():
    x, y = reference_data(12000, 1)
    test_x, test_y = reference_data(12000, 2)
    cases = []
    for trees, settings in [
        (60, dict(learning_rate=0.1, num_leaves=31, lambda_l2=1)),
        (80, dict(learning_rate=0.05, num_leaves=15, lambda_l2=0, min_data_in_leaf=50)),
        (60, dict(learning_rate=0.1, num_leaves=31, lambda_l2=1, scale_pos_weight=10)),
    ]:
        p = train(x, y, trees, **settings).predict(test_x)
        ap = average_precision_score(test_y, p)
        cases.append({"trees": trees, **settings, "averagePrecision": ap, "brier": brier_score_loss(test_y, p)})
    sums = [float(np.nansum(x[:, i])) for i in range(8)]
    write("gbdt", {"positives": [int(y.sum()), int(test_y.sum())], "sums": sums, "cases": cases})


def tree_shap():
    x, y = reference_data(4000, 3)
    booster = train(x, y, 12, num_leaves=31, min_data_in_leaf=5, learning_rate=0.3)
    rows = x[:25]
    explainer = shap.TreeExplainer(booster)
    values = explainer.shap_values(rows)
    values = values[1] if isinstance(values, list) else values
    contributions = booster.predict(rows, pred_contrib=True)
    assert np.allclose(values, contributions[:, :-1], atol=1e-9)
    margins = booster.predict(rows, raw_score=True)
    base = float(contributions[0, -1])
    assert np.allclose(base + values.sum(axis=1), margins)
    write(
        "shap",
        {"ensemble": flatten(booster), "base": base, "margins": margins.tolist(), "values": values.tolist()},
    )


def logistic():
    x, y = reference_data(3000, 4)
    x = np.where(np.isnan(x), np.nanmean(x, axis=0), x)
    mean = x.mean(axis=0)
    scaled = StandardScaler().fit_transform(x)
    # Standardised by the values that are there, as the model documents it; the mean in place of the others.
    raw, _ = reference_data(3000, 4)
    scaled[:, 6] = np.where(np.isnan(raw[:, 6]), 0, (raw[:, 6] - mean[6]) / np.nanstd(raw[:, 6]))
    cases = []
    for l2, weight in [(1, 1), (100, 1), (1, "balanced"), (0.01, 5)]:
        class_weight = weight if weight == "balanced" else {0: 1, 1: weight}
        # Both classes count n / (2 n_c) in scikit-learn; here the rarer counts n_0 / n_1 and the other 1.
        scale = len(y) / (2 * (y == 0).sum()) if weight == "balanced" else 1
        model = LogisticRegression(
            C=1 / l2 / scale, class_weight=class_weight, solver="lbfgs", tol=1e-10, max_iter=10000
        ).fit(scaled, y)
        cases.append(
            {
                "l2": l2,
                "positiveWeight": weight,
                "coefficients": model.coef_[0].tolist(),
                "intercept": float(model.intercept_[0]),
            }
        )
    write("logistic", {"cases": cases})


def isolation():
    x, _ = reference_data(2000, 5)
    # Trees of scikit-learn keep rows as floats of 32 bits, and nothing missing.
    x = np.where(np.isnan(x), 0.5, x).astype(np.float32).astype(np.float64)
    small = IsolationForest(n_estimators=8, max_samples=64, random_state=1).fit(x)
    table = {k: [] for k in ["roots", "feature", "threshold", "left", "right", "cover"]}
    for tree in small.estimators_:
        t, at = tree.tree_, len(table["feature"])
        table["roots"].append(at)
        table["feature"] += [int(f) if f >= 0 else -1 for f in t.feature]
        table["threshold"] += [float(v) if f >= 0 else 0 for f, v in zip(t.feature, t.threshold)]
        table["left"] += [int(c) + at if c >= 0 else -1 for c in t.children_left]
        table["right"] += [int(c) + at if c >= 0 else -1 for c in t.children_right]
        table["cover"] += [int(n) for n in t.n_node_samples]
    full = IsolationForest(n_estimators=100, max_samples=256, random_state=1).fit(x)
    write(
        "isolation",
        {
            "trees": table,
            "sample": 64,
            "scores": (-small.score_samples(x[:100])).tolist(),
            "fullScores": [round(float(s), 5) for s in -full.score_samples(x)],
        },
    )


def metrics():
    rows = 300
    p = np.floor(uniform(rows, 0, 6) * 40) / 40
    p = p * 0.94 + 0.03
    y = (uniform(rows, 1, 6) < p * p).astype(int)
    precision, recall, thresholds = precision_recall_curve(y, p)
    f1 = {float(t): f1_score(y, p >= t) for t in np.unique(p)}
    best = max(sorted(f1, reverse=True), key=lambda t: f1[t])
    log_odds = np.log(p / (1 - p))
    slope = LogisticRegression(C=1e12, tol=1e-12, max_iter=10000).fit(log_odds[:, None], y)
    platt = _SigmoidCalibration().fit(log_odds, y)
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(p, y)
    probes = [0, 0.031, 0.2, 0.333, 0.5, 0.71, 0.9, 1]
    write(
        "metrics",
        {
            "probabilities": p.tolist(),
            "labels": y.tolist(),
            "averagePrecision": average_precision_score(y, p),
            "rocAuc": roc_auc_score(y, p),
            "brier": brier_score_loss(y, p),
            "bestF1": {"threshold": best, "f1": f1[best]},
            "curve": [
                {"threshold": float(t), "precision": float(a), "recall": float(b)}
                for t, a, b in zip(thresholds[::-1], precision[:-1][::-1], recall[:-1][::-1])
            ],
            "calibration": {"slope": float(slope.coef_[0][0]), "intercept": float(slope.intercept_[0])},
            "platt": {"slope": -float(platt.a_), "intercept": -float(platt.b_)},
            "isotonic": {"at": probes, "gives": isotonic.predict(probes).tolist()},
        },
    )


for part in [gbdt, tree_shap, logistic, isolation, metrics]:
    part()
versions = {module.__name__: module.__version__ for module in [np, sklearn, lightgbm, shap]}
write("versions", versions)
print(versions)
