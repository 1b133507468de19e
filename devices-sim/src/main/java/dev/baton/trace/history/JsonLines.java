package dev.baton.trace.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import dev.baton.trace.history.HistoryLine.Field;

import org.jspecify.annotations.Nullable;

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
        Map<String, Field> values = new HashMap<>();
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
                    e instanceof JsonProcessingException wrong ? column(wrong.getLocation()) : 0,
                    "is no JSON: write one object per line, with each key once");
        }
        return values::get;
    }

    private static int column(@Nullable JsonLocation location) {
        return location == null ? 0 : Math.max(0, location.getColumnNr());
    }

    private void read(JsonParser json, Map<String, Field> values)
            throws IOException, DamagedHistoryException {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        if (value == null || !value.isScalarValue()) {
            throw new DamagedHistoryException(
                    column(json.currentTokenLocation()),
                    "holds a list or an object: write it as text");
        }
        if (!KNOWN.contains(key)) {
            if (ignored.size() < HistoryLimits.COLUMNS_MAX) {
                ignored.add(key);
            }
        } else if (value != JsonToken.VALUE_NULL && !json.getText().isBlank()) {
            int column = column(json.currentTokenLocation());
            values.put(key, new Field(json.getText().strip(), column));
        }
    }
}
