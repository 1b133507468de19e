package dev.baton.sim.scenario;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** As much of JSON Schema as the schema of scenarios needs, over the nodes of a YAML file. */
final class JsonSchema {
    /** What this checks; another word in the schema is a mistake of this class or of the schema. */
    private static final Set<String> WORDS = Set.of(
            "$schema",
            "$defs",
            "$ref",
            "title",
            "description",
            "type",
            "const",
            "enum",
            "oneOf",
            "properties",
            "required",
            "additionalProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "items",
            "maxItems",
            "minimum",
            "maximum",
            "pattern",
            "minLength",
            "maxLength");

    private final Map<?, ?> root;

    JsonSchema(Path file) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            parser.nextToken();
            this.root = (Map<?, ?>) value(parser);
        }
    }

    /** One of the definitions; the whole schema if the name is empty. */
    Map<?, ?> definition(String name) {
        return name.isEmpty()
                ? root
                : (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) root.get("$defs")).get(name));
    }

    boolean accepts(Node node) {
        return accepts(root, node);
    }

    private boolean accepts(Map<?, ?> schema, Node node) {
        if (!WORDS.containsAll(schema.keySet())) {
            throw new IllegalArgumentException("not all known: " + schema.keySet());
        }
        boolean fine = !(schema.get("$ref") instanceof String ref)
                || accepts(definition(ref.substring("#/$defs/".length())), node);
        if (schema.get("oneOf") instanceof List<?> choices) {
            fine &= choices.stream().filter(it -> accepts((Map<?, ?>) it, node)).count() == 1;
        }
        fine &= !schema.containsKey("const") || Objects.equals(schema.get("const"), plain(node));
        fine &= !(schema.get("enum") instanceof List<?> words) || words.contains(plain(node));
        fine &= !(schema.get("type") instanceof String type) || type.equals(typeOf(node));
        return fine && acceptsContent(schema, node);
    }

    private boolean acceptsContent(Map<?, ?> schema, Node node) {
        if (node instanceof Node.Mapping mapping) {
            return acceptsEntries(schema, mapping);
        }
        if (node instanceof Node.Sequence sequence) {
            Map<?, ?> items = (Map<?, ?>) schema.get("items");
            return isWithin(schema, "Items", sequence.items().size())
                    && (items == null
                            || sequence.items().stream().allMatch(it -> accepts(items, it)));
        }
        Object value = plain(node);
        if (value instanceof Long number) {
            return number >= number(schema, "minimum", Long.MIN_VALUE)
                    && number <= number(schema, "maximum", Long.MAX_VALUE);
        }
        return !(value instanceof String text) || acceptsText(schema, text);
    }

    private boolean acceptsEntries(Map<?, ?> schema, Node.Mapping mapping) {
        Map<?, ?> known = map(schema, "properties");
        Map<?, ?> names = map(schema, "propertyNames");
        Object others = schema.get("additionalProperties");
        boolean fine = isWithin(schema, "Properties", mapping.entries().size())
                && (!(schema.get("required") instanceof List<?> required)
                        || mapping.entries().keySet().containsAll(required));
        for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
            Object of = known.containsKey(entry.getKey()) ? known.get(entry.getKey()) : others;
            fine &= !Boolean.FALSE.equals(of)
                    && (!(of instanceof Map<?, ?> it)
                            || accepts(it, entry.getValue().value()))
                    && acceptsText(names, entry.getKey());
        }
        return fine;
    }

    private static boolean acceptsText(Map<?, ?> schema, String text) {
        return isWithin(schema, "Length", text.length())
                && (!(schema.get("pattern") instanceof String pattern) || text.matches(pattern));
    }

    private static boolean isWithin(Map<?, ?> schema, String what, long count) {
        return count >= number(schema, "min" + what, 0)
                && count <= number(schema, "max" + what, Long.MAX_VALUE);
    }

    private static long number(Map<?, ?> schema, String word, long absent) {
        return schema.get(word) instanceof Long number ? number : absent;
    }

    private static Map<?, ?> map(Map<?, ?> schema, String word) {
        return schema.get(word) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String typeOf(Node node) {
        if (node instanceof Node.Mapping) {
            return "object";
        }
        if (node instanceof Node.Sequence) {
            return "array";
        }
        Object value = plain(node);
        return value instanceof Long ? "integer" : value instanceof Boolean ? "boolean" : "string";
    }

    /** Of a text, as YAML's core schema takes it; of a collection, itself. */
    private static Object plain(Node node) {
        if (!(node instanceof Node.Scalar scalar)) {
            return node;
        }
        if (!scalar.quoted() && scalar.text().matches("-?[0-9]{1,18}")) {
            return Long.valueOf(scalar.text());
        }
        boolean truth = !scalar.quoted() && scalar.text().matches("true|false");
        return truth ? (Object) Boolean.valueOf(scalar.text()) : scalar.text();
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    map.put(key, value(parser));
                }
                return map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                return list;
            }
            case VALUE_NUMBER_INT -> {
                return parser.getLongValue();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return parser.getBooleanValue();
            }
            default -> {
                return parser.getText();
            }
        }
    }
}
