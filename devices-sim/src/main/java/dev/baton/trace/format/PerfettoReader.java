package dev.baton.trace.format;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.baton.trace.text.FtraceEvent;
import dev.baton.trace.text.UnreadableTextException;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Perfetto's protocol buffers as far as Baton writes them; what else a file holds is skipped.
 */
final class PerfettoReader {
    /** What a program of the recorded system wrote into the recording itself. */
    static final String MARK = "tracing_mark_write";

    static final int PACKET_BYTES_MAX = 16 * 1024 * 1024;

    /** Tracks, tasks, and slices and flows that are open, each. */
    static final int KEPT_MAX = 1_000_000;

    private static final String UNNAMED = "?";
    private static final int TAG_BITS = 3;

    /** Above the numbers of the fields of all events that are read. */
    private static final int MAX_FIELD = 16;

    private final CodedInputStream in;
    private final TraceSink sink;
    private final Map<Long, Track> tracks = new HashMap<>();
    private final Map<Integer, String> tasks = new HashMap<>();
    private final Map<Long, Point> flows = new HashMap<>();
    private final Map<Long, Deque<Point>> open = new HashMap<>();
    private long events;
    private int kept;

    PerfettoReader(InputStream in, TraceSink sink) {
        this.in = CodedInputStream.newInstance(in);
        this.sink = sink;
    }

    private record Track(String name, long parent) {}

    /** That something began, or was handed on. */
    private record Point(Lane lane, long nanos, String name) {}

    /** Takes one field of a message: reads it from there, or returns false. */
    private interface Fields {
        boolean take(int number, CodedInputStream in) throws IOException;
    }

    /** Reads to the end and returns how many events there were. */
    long readAll() throws IOException {
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag >>> TAG_BITS == PerfettoWriter.PACKET) {
                    new Packet().read(message(in));
                } else {
                    in.skipField(tag);
                }
                in.resetSizeCounter();
            }
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableTextException("no Perfetto trace, or it is damaged or cut off");
        }
        if (events == 0) {
            throw new UnreadableTextException("no Perfetto trace: it holds no event");
        }
        return events;
    }

    private static byte[] message(CodedInputStream in) throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > PACKET_BYTES_MAX) {
            throw new UnreadableTextException(
                    "a message of more than " + PACKET_BYTES_MAX + " bytes");
        }
        return in.readRawBytes(length);
    }

    private static void read(byte[] message, Fields fields) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!fields.take(tag >>> TAG_BITS, in)) {
                in.skipField(tag);
            }
        }
    }

    private void keep() throws IOException {
        if (++kept > KEPT_MAX) {
            throw new UnreadableTextException(
                    "more than " + KEPT_MAX + " tracks, tasks, open slices and flows");
        }
    }

    /** One packet; its timestamp may come behind its event. */
    private final class Packet {
        private long nanos;
        private byte[] trackEvent = {};

        void read(byte[] packet) throws IOException {
            PerfettoReader.read(packet, (number, in) -> {
                switch (number) {
                    case PerfettoWriter.PACKET_TIMESTAMP -> nanos = in.readUInt64();
                    case PerfettoWriter.PACKET_TRACK_EVENT -> trackEvent = message(in);
                    case PerfettoWriter.PACKET_TRACK -> track(message(in));
                    case PerfettoWriter.PACKET_FTRACE -> bundle(message(in));
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            if (trackEvent.length > 0) {
                new Happening(nanos).read(trackEvent);
            }
        }
    }

    private void track(byte[] message) throws IOException {
        long[] ids = new long[2];
        String[] name = {UNNAMED};
        read(message, (number, in) -> {
            switch (number) {
                case PerfettoWriter.TRACK_UUID -> ids[0] = in.readUInt64();
                case PerfettoWriter.TRACK_PARENT -> ids[1] = in.readUInt64();
                case PerfettoWriter.TRACK_NAME -> name[0] = in.readString();
                case PerfettoWriter.TRACK_THREAD -> thread(message(in));
                default -> {
                    return false;
                }
            }
            return true;
        });
        keep();
        tracks.put(ids[0], new Track(name[0], ids[1]));
    }

    private void thread(byte[] message) throws IOException {
        int[] task = new int[1];
        String[] name = {UNNAMED};
        read(message, (number, in) -> {
            switch (number) {
                case PerfettoWriter.THREAD_TASK -> task[0] = in.readInt32();
                case PerfettoWriter.THREAD_NAME -> name[0] = in.readString();
                default -> {
                    return false;
                }
            }
            return true;
        });
        keep();
        tasks.put(task[0], name[0]);
    }

    private Lane lane(long uuid) {
        Track track = tracks.getOrDefault(uuid, new Track(UNNAMED, 0));
        Track group = tracks.getOrDefault(track.parent, new Track(UNNAMED, 0));
        return new Lane(group.name, track.name);
    }

    /** A track event. */
    private final class Happening {
        private final long nanos;
        private int type;
        private long track;
        private String name = "";
        private long flow;
        private long flowEnds;

        Happening(long nanos) {
            this.nanos = nanos;
        }

        void read(byte[] message) throws IOException {
            PerfettoReader.read(message, (number, in) -> {
                switch (number) {
                    case PerfettoWriter.EVENT_TYPE -> type = in.readInt32();
                    case PerfettoWriter.EVENT_TRACK -> track = in.readUInt64();
                    case PerfettoWriter.EVENT_NAME -> name = in.readString();
                    case PerfettoWriter.EVENT_FLOW -> flow = in.readFixed64();
                    case PerfettoWriter.EVENT_FLOW_ENDS -> flowEnds = in.readFixed64();
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            tell();
        }

        private void tell() throws IOException {
            events++;
            Point begun = flowEnds == 0 ? null : flows.remove(flowEnds);
            Point point = new Point(lane(track), nanos, name);
            if (flow != 0) {
                keep();
                flows.put(flow, point);
            } else if (begun != null) {
                kept--;
                String what = begun.name.replaceFirst("^hands on ", "");
                sink.handOver(begun.lane, begun.nanos, point.lane, nanos, what);
            } else if (type == PerfettoWriter.INSTANT) {
                sink.slice(point.lane, nanos, nanos, name);
            } else if (type == PerfettoWriter.BEGIN) {
                keep();
                open.computeIfAbsent(track, uuid -> new ArrayDeque<>()).push(point);
            } else if (type == PerfettoWriter.END) {
                end();
            }
        }

        private void end() throws IOException {
            Deque<Point> stack = open.get(track);
            Point begun = stack == null ? null : stack.poll();
            if (begun != null) {
                kept--;
                sink.slice(begun.lane, begun.nanos, nanos, begun.name);
            }
        }
    }

    private void bundle(byte[] message) throws IOException {
        int[] cpu = new int[1];
        List<byte[]> happened = new ArrayList<>();
        read(message, (number, in) -> {
            switch (number) {
                case PerfettoWriter.BUNDLE_CPU -> cpu[0] = in.readUInt32();
                case PerfettoWriter.BUNDLE_EVENT -> happened.add(message(in));
                default -> {
                    return false;
                }
            }
            return true;
        });
        for (byte[] event : happened) {
            new Recorded(cpu[0]).read(event);
        }
    }

    /** An event of the kernel. */
    private final class Recorded {
        private final int cpu;
        private long nanos;
        private int task;
        private String name = "";
        private String payload = "";

        Recorded(int cpu) {
            this.cpu = cpu;
        }

        void read(byte[] message) throws IOException {
            PerfettoReader.read(message, (number, in) -> {
                if (number == PerfettoWriter.FTRACE_NANOS) {
                    nanos = in.readUInt64();
                } else if (number == PerfettoWriter.FTRACE_TASK) {
                    task = in.readUInt32();
                } else if (number == PerfettoWriter.FTRACE_PRINT) {
                    print(message(in));
                } else {
                    return fields(number, in);
                }
                return true;
            });
            if (!name.isEmpty()) {
                String comm = tasks.getOrDefault(task, UNNAMED);
                sink.ftrace(new FtraceEvent(++events, comm, task, cpu, nanos, name, payload));
            }
        }

        private void print(byte[] message) throws IOException {
            long[] ip = new long[1];
            String[] text = {""};
            PerfettoReader.read(message, (number, in) -> {
                if (number == PerfettoWriter.PRINT_IP) {
                    ip[0] = in.readUInt64();
                } else if (number == PerfettoWriter.PRINT_TEXT) {
                    text[0] = in.readString();
                } else {
                    return false;
                }
                return true;
            });
            String line =
                    text[0].endsWith("\n") ? text[0].substring(0, text[0].length() - 1) : text[0];
            int colon = ip[0] == PerfettoWriter.STANDS_FOR_EVENT ? line.indexOf(": ") : -1;
            name = colon < 0 ? MARK : line.substring(0, colon);
            payload = colon < 0 ? line : line.substring(colon + 2);
        }

        private boolean fields(int number, CodedInputStream in) throws IOException {
            List<FtraceFields> forms = FtraceFields.of(number);
            if (forms.isEmpty()) {
                return false;
            }
            Map<Integer, Object> values = new HashMap<>();
            byte[] message = message(in);
            boolean[] text = new boolean[MAX_FIELD];
            forms.get(forms.size() - 1)
                    .fields()
                    .forEach(field -> text[field.number()] = field.isText());
            PerfettoReader.read(message, (field, fields) -> {
                if (field >= MAX_FIELD) {
                    return false;
                }
                values.put(field, text[field] ? fields.readString() : (Object) fields.readUInt64());
                return true;
            });
            choose(forms, values);
            return true;
        }

        /** The form whose fields are those that there are. */
        private void choose(List<FtraceFields> forms, Map<Integer, Object> values) {
            for (FtraceFields form : forms) {
                List<Object> inOrder = new ArrayList<>();
                form.fields().forEach(field -> {
                    Object value = values.get(field.number());
                    if (value != null) {
                        inOrder.add(value);
                    }
                });
                if (inOrder.size() == form.fields().size() && inOrder.size() == values.size()) {
                    name = form.event();
                    payload = form.render(inOrder);
                }
            }
        }
    }
}
