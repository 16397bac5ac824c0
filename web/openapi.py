"""The API description, OpenAPI 3.1, generated from the views, their docstrings and the models."""

import inspect
import re
from typing import Any

from apispec import APISpec
from flask import Blueprint, Flask, Response, current_app, json
from pydantic import BaseModel

from shared.prediction import Problem
from web.describing import Description, View, find_description
from web.problems import PROBLEM_JSON
from web.sniff import MIME_TYPES

openapi = Blueprint("openapi", __name__)

REFERENCE = "#/components/schemas/{model}"


@openapi.get("/openapi.json")
def show_openapi() -> Response:
    """Show the description."""
    return Response(json.dumps(build_openapi(current_app)), mimetype="application/json")


def build_openapi(app: Flask) -> dict[str, Any]:
    """Describe every view of the app that was described with `describe`."""
    spec = APISpec("Numberfigure", "1", openapi_version="3.1.0", info={"description": "Reads numbers from pictures."})
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        description = find_description(view)
        if description is not None:
            method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"})).lower()
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
            spec.path(path, operations={method: _describe_operation(spec, view, description, sorted(rule.arguments))})
    return spec.to_dict()


def _describe_operation(spec: APISpec, view: View, description: Description, arguments: list[str]) -> dict[str, Any]:
    text = inspect.getdoc(view) or ""
    summary, _, rest = text.partition("\n")
    operation: dict[str, Any] = {
        "operationId": view.__name__,
        "summary": summary,
        "parameters": [_describe_parameter(name, "path", "") for name in arguments]
        + [_describe_parameter(name, "query", meaning) for name, meaning in description.query.items()],
        "responses": {str(status): _describe_answer(spec, body) for status, body in description.responses.items()},
    }
    if rest.strip():
        operation["description"] = rest.strip()
    for status in description.errors:
        operation["responses"][str(status)] = _describe_content("A problem.", PROBLEM_JSON, _refer(spec, Problem))
    if description.takes:
        operation["requestBody"] = {"required": True} | _content("application/json", _refer(spec, description.takes))
    if description.takes_picture:
        operation["requestBody"] = {"required": True, "content": _describe_picture()}
    if description.takes_batch:
        operation["requestBody"] = {"required": True, "content": _describe_pictures()}
    return operation


def _describe_parameter(name: str, place: str, meaning: str) -> dict[str, Any]:
    kind = "integer" if name in {"wait", "limit"} else "string"
    parameter = {"name": name, "in": place, "required": place == "path", "schema": {"type": kind}}
    return parameter | ({"description": meaning} if meaning else {})


def _describe_picture() -> dict[str, Any]:
    binary = {"type": "string", "format": "binary"}
    text = {"type": "string"}
    form = {"type": "object", "required": ["file"], "properties": {"file": binary, "replaces": text}}
    fields = {"image": text, "filename": text, "replaces": text}
    data_url = {"type": "object", "required": ["image"], "properties": fields}
    return {
        "multipart/form-data": {"schema": form},
        "application/json": {"schema": data_url},
        **{kind: {"schema": binary} for kind in MIME_TYPES},
    }


def _describe_pictures() -> dict[str, Any]:
    binary = {"type": "string", "format": "binary"}
    files = {"type": "array", "minItems": 1, "items": binary, "description": "Pictures, or a zip of pictures."}
    form = {"type": "object", "required": ["file"], "properties": {"file": files}}
    return {"multipart/form-data": {"schema": form}, "application/zip": {"schema": binary}}


def _describe_answer(spec: APISpec, body: type[BaseModel] | str | None) -> dict[str, Any]:
    if body is None:
        return {"description": "Done."}
    if isinstance(body, str):
        what, schema = ("The picture.", {"format": "binary"}) if body.startswith("image/") else ("The table.", {})
        return _describe_content(what, body, {"type": "string"} | schema)
    return _describe_content(inspect.getdoc(body) or "", "application/json", _refer(spec, body))


def _describe_content(meaning: str, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": meaning} | _content(media_type, schema)


def _content(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {media_type: {"schema": schema}}}


def _refer(spec: APISpec, model: type[BaseModel]) -> dict[str, Any]:
    """Refer to a model's schema, having put it and what it uses among the components."""
    schema = model.model_json_schema(mode="serialization", ref_template=REFERENCE)
    parts = schema.pop("$defs", {}) | {model.__name__: schema}
    for name, part in parts.items():
        if name not in spec.components.schemas:
            spec.components.schema(name, part)
    return {"$ref": REFERENCE.format(model=model.__name__)}
