"""What the API's description says besides what the views tell by themselves."""

from typing import Any

REFUSALS = {
    "400": "A parameter that cannot be read; the body names it and says what to write.",
    "404": "There is no such thing, or no such page of the list.",
    "429": "Too many questions from one address: ask again after the seconds that Retry-After names.",
}


def document_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Give every operation the answers that may come instead of what was asked for (OpenAPI 3, Responses)."""
    for operations in result["paths"].values():
        for operation in operations.values():
            for status, meaning in REFUSALS.items():
                operation["responses"].setdefault(status, {"description": meaning})
    return result
