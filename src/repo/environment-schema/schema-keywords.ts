/** What the value of a keyword must be. */
export type KeywordShape =
  | "a schema"
  | "a list of schemas"
  | "a schema or a list of schemas"
  | "a map of schemas"
  | "a map of patterns to schemas"
  | "a map of lists"
  | "a map"
  | "a text"
  | "a pattern"
  | "a reference"
  | "a list of texts"
  | "a list"
  | "a number"
  | "a whole number, 0 or more"
  | "true or false"
  | "a type"
  | "anything";

/** The keywords of JSON Schema, drafts 7 to 2020-12. Any other key is a remark of its author's. */
export const keywords: Readonly<Record<string, KeywordShape>> = {
  $schema: "a text",
  $id: "a text",
  $anchor: "a text",
  $comment: "a text",
  $ref: "a reference",
  $recursiveRef: "a text",
  $recursiveAnchor: "true or false",
  $dynamicRef: "a reference",
  $dynamicAnchor: "a text",
  $vocabulary: "a map",
  $defs: "a map of schemas",
  definitions: "a map of schemas",
  title: "a text",
  description: "a text",
  default: "anything",
  examples: "a list",
  deprecated: "true or false",
  readOnly: "true or false",
  writeOnly: "true or false",
  type: "a type",
  const: "anything",
  enum: "a list",
  allOf: "a list of schemas",
  anyOf: "a list of schemas",
  oneOf: "a list of schemas",
  not: "a schema",
  if: "a schema",
  // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema; the table is never awaited
  then: "a schema",
  else: "a schema",
  properties: "a map of schemas",
  patternProperties: "a map of patterns to schemas",
  additionalProperties: "a schema",
  unevaluatedProperties: "a schema",
  propertyNames: "a schema",
  minProperties: "a whole number, 0 or more",
  maxProperties: "a whole number, 0 or more",
  required: "a list of texts",
  dependentRequired: "a map of lists",
  dependentSchemas: "a map of schemas",
  dependencies: "a map",
  items: "a schema or a list of schemas",
  prefixItems: "a list of schemas",
  additionalItems: "a schema",
  unevaluatedItems: "a schema",
  contains: "a schema",
  minContains: "a whole number, 0 or more",
  maxContains: "a whole number, 0 or more",
  minItems: "a whole number, 0 or more",
  maxItems: "a whole number, 0 or more",
  uniqueItems: "true or false",
  minLength: "a whole number, 0 or more",
  maxLength: "a whole number, 0 or more",
  pattern: "a pattern",
  format: "a text",
  contentEncoding: "a text",
  contentMediaType: "a text",
  contentSchema: "a schema",
  minimum: "a number",
  maximum: "a number",
  exclusiveMinimum: "a number",
  exclusiveMaximum: "a number",
  multipleOf: "a number",
};

export const typeNames = ["array", "boolean", "integer", "null", "number", "object", "string"];
