package dev.baton.trace.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import dev.baton.trace.text.FtraceEvent;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the JSON of Chrome's trace viewer, one event a line. Every lane is a thread of its own, so
 * what overlaps is in different ones; every slice is one complete event, so none is left open.
 */
final class ChromeWriter implements TraceSink {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** The process of the kernel's events; the lanes' groups are counted from the next. */
    private static final int KERNEL = 1;

    private static final int NANOS_DIGITS_PER_MICRO = 3;

    private final JsonGenerator json;
    private final Map<String, Integer> groups = new HashMap<>();
    private final Map<Lane, Integer> lanes = new HashMap<>();
    private final Map<Integer, String> tasks = new HashMap<>();
    private long flows;

    ChromeWriter(OutputStream out) throws IOException {
        json = FACTORY.createGenerator(out);
        json.writeStartObject();
        json.writeStringField("displayTimeUnit", "ns");
        json.writeArrayFieldStart("traceEvents");
        name("process_name", KERNEL, 0, "kernel events");
    }

    @Override
    public void slice(Lane lane, long fromNanos, long toNanos, String name) throws IOException {
        begin("X", lane, fromNanos, name);
        json.writeNumberField("dur", micros(toNanos - fromNanos));
        json.writeEndObject();
    }

    @Override
    public void handOver(Lane from, long fromNanos, Lane to, long toNanos, String name)
            throws IOException {
        long id = ++flows;
        slice(from, fromNanos, fromNanos, "hands on " + name);
        flow("s", from, fromNanos, id);
        slice(to, toNanos, toNanos, "takes over " + name);
        flow("f", to, toNanos, id);
    }

    /** Bound to the slice around it, which is the point just written. */
    private void flow(String phase, Lane lane, long nanos, long id) throws IOException {
        begin(phase, lane, nanos, "hand-over");
        json.writeStringField("cat", "hand-over");
        json.writeNumberField("id", id);
        json.writeStringField("bp", "e");
        json.writeEndObject();
    }

    @Override
    public void ftrace(FtraceEvent event) throws IOException {
        if (!event.comm().equals(tasks.put(event.task(), event.comm()))) {
            name("thread_name", KERNEL, event.task(), event.comm());
        }
        begin("i", KERNEL, event.task(), event.nanos(), event.name());
        json.writeStringField("s", "t");
        json.writeObjectFieldStart("args");
        json.writeStringField("comm", event.comm());
        json.writeNumberField("cpu", event.cpu());
        json.writeStringField("payload", event.payload());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void begin(String phase, Lane lane, long nanos, String name) throws IOException {
        Integer tid = lanes.get(lane);
        if (tid == null) {
            tid = lanes.size() + 1;
            lanes.put(lane, tid);
            name("thread_name", group(lane.group()), tid, lane.name());
        }
        begin(phase, group(lane.group()), tid, nanos, name);
    }

    private int group(String group) throws IOException {
        Integer pid = groups.get(group);
        if (pid == null) {
            pid = KERNEL + groups.size() + 1;
            groups.put(group, pid);
            name("process_name", pid, 0, group);
        }
        return pid;
    }

    private void name(String kind, int pid, int tid, String name) throws IOException {
        begin("M", pid, tid, 0, kind);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void begin(String phase, int pid, int tid, long nanos, String name) throws IOException {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringField("ph", phase);
        json.writeNumberField("pid", pid);
        json.writeNumberField("tid", tid);
        json.writeNumberField("ts", micros(nanos));
        json.writeStringField("name", name);
    }

    private static BigDecimal micros(long nanos) {
        return BigDecimal.valueOf(nanos, NANOS_DIGITS_PER_MICRO);
    }

    @Override
    public void close() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
        json.close();
    }
}
