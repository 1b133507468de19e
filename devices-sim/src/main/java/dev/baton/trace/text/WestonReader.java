package dev.baton.trace.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the timeline log of Weston: JSON objects one after the other, which may span lines. An
 * object is either named, {@code {"id":1,"type":"weston_output","name":"LVDS1"}}, or happens,
 * {@code {"T":[seconds,nanos],"N":"core_repaint_begin","wo":1}}. What else they hold is skipped.
 */
public final class WestonReader {
    private static final int NESTING_MAX = 20;
    private static final int TEXT_LENGTH_MAX = 4096;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_MAX = 1_000_000_000;
    private static final long NONE = -1;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxStringLength(TEXT_LENGTH_MAX)
                    .maxNameLength(TEXT_LENGTH_MAX)
                    .build())
            .build();

    private final JsonParser json;
    private final Sink sink;
    private long records;

    /** Takes what the log tells. */
    public interface Sink {
        /** An object has a name; it may be told again. */
        void object(long id, String type, String name) throws IOException;

        /** Something happened. */
        void event(WestonEvent event) throws IOException;
    }

    /**
     * A log still to be read.
     *
     * @param in read to its end, not closed
     * @param sink takes what it tells
     */
    public WestonReader(InputStream in, Sink sink) throws IOException {
        this.json = FACTORY.createParser(in);
        this.sink = sink;
    }

    /**
     * Reads to the end.
     *
     * @return how many records there were
     * @throws UnreadableTextException if it is no such log, or a record of it is damaged
     */
    public long readAll() throws IOException {
        try {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token != JsonToken.START_OBJECT) {
                    throw damaged("is no object");
                }
                records++;
                new Fields().read();
            }
        } catch (StreamReadException e) {
            throw damaged("is no JSON, or cut off");
        } catch (StreamConstraintsException e) {
            throw damaged("is nested too deeply, or holds a text that is too long");
        }
        if (records == 0) {
            throw new UnreadableTextException("empty");
        }
        return records;
    }

    private UnreadableTextException damaged(String why) {
        return new UnreadableTextException(
                "no Weston timeline: line " + json.currentLocation().getLineNr() + " " + why);
    }

    /** One record. */
    private final class Fields {
        private long id;
        private String type = "";
        private String name = "";
        private String happened = "";
        private long nanos = NONE;
        private long output;
        private long surface;
        private long vblankNanos = NONE;

        void read() throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                take(field);
            }
            if (!happened.isEmpty() && nanos != NONE) {
                sink.event(new WestonEvent(records, nanos, happened, output, surface, vblankNanos));
            } else if (id > 0 && !type.isEmpty()) {
                sink.object(id, type, name);
            } else if (records == 1) {
                throw new UnreadableTextException("JSON that is no Weston timeline");
            } else {
                throw damaged("ends a record that neither names nor happens");
            }
        }

        private void take(String field) throws IOException {
            switch (field) {
                case "id" -> id = number();
                case "type" -> type = text();
                case "name", "desc" -> name = text();
                case "N" -> happened = text();
                case "T" -> nanos = time();
                case "wo" -> output = number();
                case "ws" -> surface = number();
                case "vblank" -> vblankNanos = time();
                default -> json.skipChildren();
            }
        }

        private long number() throws IOException {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw damaged("has something else where a whole number belongs");
            }
            return json.getLongValue();
        }

        /** Some surfaces have no description. */
        private String text() throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return "";
            }
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw damaged("has something else where a text belongs");
            }
            return json.getText();
        }

        private long time() throws IOException {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw damaged("has something else where a time belongs");
            }
            json.nextToken();
            long seconds = number();
            json.nextToken();
            long rest = number();
            boolean both = json.nextToken() == JsonToken.END_ARRAY;
            if (!both
                    || seconds < 0
                    || seconds > SECONDS_MAX
                    || rest < 0
                    || rest >= NANOS_PER_SECOND) {
                throw damaged("has a time that is none");
            }
            return seconds * NANOS_PER_SECOND + rest;
        }
    }
}
