"""The API description is valid, and describes every route of version 1."""

import re
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate


@pytest.fixture
def described(app: Flask) -> dict[str, Any]:
    response = app.test_client().get("/openapi.json")
    assert response.status_code == 200
    assert response.json is not None
    return response.json


def test_the_description_is_valid(described: dict[str, Any]) -> None:
    validate(described)
    assert described["openapi"].startswith("3.1")


def test_every_route_of_version_1_is_described(app: Flask, described: dict[str, Any]) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert len(routes) >= 8
    assert routes <= {(path, method) for path, operations in described["paths"].items() for method in operations}


def test_a_batch_is_described_as_many_files_or_a_zip(described: dict[str, Any]) -> None:
    post = described["paths"]["/v1/batches"]["post"]
    content = post["requestBody"]["content"]
    assert content["multipart/form-data"]["schema"]["properties"]["file"]["type"] == "array"
    assert content["application/zip"]["schema"] == {"type": "string", "format": "binary"}
    assert set(post["responses"]) == {"201", "202", "400", "401", "409", "413", "415", "429", "503"}
    results = described["paths"]["/v1/batches/{batch_id}/results.csv"]["get"]["responses"]["200"]
    assert results["content"] == {"text/csv": {"schema": {"type": "string"}}}


def test_each_operation_says_what_it_does_and_may_answer(described: dict[str, Any]) -> None:
    operations = [operation for path in described["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    for operation in operations:
        assert operation["summary"].endswith(".")
        assert operation["responses"]


def test_the_prediction_is_described_with_all_that_the_contract_names(described: dict[str, Any]) -> None:
    properties = described["components"]["schemas"]["Prediction"]["properties"]
    assert set(properties) == {
        "id", "status", "number", "digits", "width", "height", "warnings", "filename", "model_version", "worker",
        "created_at", "completed_at", "timings", "queue", "label", "error", "batch", "urls",
    }  # fmt: skip


def test_submitting_takes_all_three_forms(described: dict[str, Any]) -> None:
    content = described["paths"]["/v1/predictions"]["post"]["requestBody"]["content"]
    assert {"multipart/form-data", "application/json", "image/png", "image/jpeg"} <= set(content)
