package dev.baton.trace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The recordings that the tests bring along. */
public final class Recordings {
    public static final List<String> NAMES = List.of(
            "render-to-flip-vkms",
            "modetest-vkms",
            "modetest-virtio-gpu",
            "igt-kms-flip-vkms",
            "igt-dmabuf-sync-file");

    private Recordings() {}

    static Recording read(String name) throws IOException {
        return read(bytes(name));
    }

    static Recording read(byte[] recording) throws IOException {
        return Recording.read(new ByteArrayInputStream(recording));
    }

    /** One of the recordings that may not be given away with Baton. */
    public static byte[] external(String name) throws IOException {
        String directory = System.getProperty("baton.recordings", "");
        Path file = Path.of(directory, name);
        assumeTrue(
                !directory.isEmpty() && Files.exists(file),
                "skipped: -Dbaton.recordings=DIR names no directory with " + name);
        return Files.readAllBytes(file);
    }

    static byte[] bytes(String name) throws IOException {
        return resource("/traces/" + name + ".ftrace.gz");
    }

    public static byte[] text(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes(name)))) {
            return in.readAllBytes();
        }
    }

    public static byte[] resource(String path) throws IOException {
        try (InputStream in = Recordings.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(in, path).readAllBytes();
        }
    }
}
