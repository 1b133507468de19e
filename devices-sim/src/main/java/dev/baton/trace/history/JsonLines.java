package dev.baton.trace.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One flat JSON object per line; numbers are taken as they are written. */
final class JsonLines implements LineFormat {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // keys chosen to collide
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2)
                    .maxNameLength(HistoryLimits.NAME_CHARS_MAX)
                    .maxNumberLength(HistoryLimits.NAME_CHARS_MAX)
                    .build())
            .build();

    private final Set<String> ignored = new TreeSet<>();

    @Override
    public String name() {
        return "json-lines";
    }

    @Override
    public Set<String> ignored() {
        return ignored;
    }

    @Override
    public HistoryLine.Fields fields(String line) throws DamagedHistoryException {
        Map<String, String> values = new HashMap<>();
        try (JsonParser json = FACTORY.createParser(line)) {
            boolean whole = json.nextToken() == JsonToken.START_OBJECT;
            while (whole && json.nextToken() == JsonToken.FIELD_NAME) {
                read(json, values);
            }
            whole &= json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
            if (!whole) {
                throw new DamagedHistoryException(
                        "is not one JSON object without others inside: write one per line");
            }
        } catch (IOException e) {
            throw new DamagedHistoryException(
                    "is no JSON: write one object per line, with each key once");
        }
        return values::get;
    }

    private void read(JsonParser json, Map<String, String> values)
            throws IOException, DamagedHistoryException {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (value == null || !value.isScalarValue()) {
            throw new DamagedHistoryException("holds a list or an object: write it as text");
        }
        if (!KNOWN.contains(key)) {
            if (ignored.size() < HistoryLimits.COLUMNS_MAX) {
                ignored.add(key);
            }
        } else if (value != JsonToken.VALUE_NULL && !json.getText().isBlank()) {
            values.put(key, json.getText().strip());
        }
    }
}
