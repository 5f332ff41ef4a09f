"""What the API says of itself: OpenAPI and AsyncAPI documents, made from the endpoint table."""
