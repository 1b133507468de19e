package dev.baton.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class RealRecordingsTest {
    static final List<String> NAMES = Recordings.NAMES;

    private static final Pattern FRAME = Pattern.compile(
            "frame \\d+ b\\d+ (\\w+) commit_us (-?\\d+)\\.\\..* flip_us (-?\\d+) .*");

    @ParameterizedTest
    @FieldSource("NAMES")
    void noLineIsDamaged(String name) throws IOException {
        RecordingInput input = Recordings.read(name).input();
        assertThat(input.damages()).isEmpty();
        assertThat(input.events()).isGreaterThan(700);
    }

    @Test
    void everyFrameOfTheOracleIsAFlipThatLatchedWhenTheOracleSaysSo() throws IOException {
        List<RecordedFlip> flips = Recordings.read("render-to-flip-vkms").flips().stream()
                .filter(RecordedFlip::paced)
                .toList();
        List<Matcher> frames = frames();
        assertThat(flips).hasSameSizeAs(frames);
        for (int i = 0; i < frames.size(); i++) {
            String mode = frames.get(i).group(1);
            RecordedFlip flip = flips.get(i);
            boolean explicit = mode.equals("explicit") || mode.equals("override");
            assertThat(flip.explicit()).as("frame %d, %s", i, mode).isEqualTo(explicit);
            assertThat(flip.fences()).hasSize(explicit ? 1 : 0);
            long sinceCommit = micros(frames.get(i), 3) - micros(frames.get(i), 2);
            assertThat((flip.latchNanos() - flip.commitNanos()) / 1000)
                    .as("frame %d, %s", i, mode)
                    .isCloseTo(sinceCommit, within(2_000L));
        }
    }

    @Test
    void theDisplaysOfTheirRecordingsAreTold() throws IOException {
        Recording vkms = Recordings.read("modetest-vkms");
        assertThat(vkms.flips()).hasSize(352).allMatch(RecordedFlip::paced);
        assertThat(vkms.vblanks()).isEqualTo(360);
        Recording virtio = Recordings.read("modetest-virtio-gpu");
        assertThat(virtio.flips()).hasSize(794);
        assertThat(virtio.flips().stream().filter(RecordedFlip::paced)).hasSize(1);
        assertThat(virtio.clocks()).hasSize(1);
        assertThat(Recordings.read("igt-kms-flip-vkms").flips()).hasSize(143);
    }

    @Test
    void everyFenceButTheDisplaysOwnIsAJob() throws IOException {
        assertThat(Recordings.read("igt-dmabuf-sync-file").jobs())
                .hasSize(84)
                .allMatch(RecordedJob::hasEnd);
        assertThat(Recordings.read("render-to-flip-vkms").jobs()).hasSize(252 - 102);
    }

    private static List<Matcher> frames() throws IOException {
        String text = new String(
                Recordings.resource("/oracle/oracle-F-traced.txt"), StandardCharsets.UTF_8);
        List<Matcher> frames = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher matcher = FRAME.matcher(line);
            if (matcher.matches()) {
                frames.add(matcher);
            }
        }
        return frames;
    }

    private static long micros(Matcher frame, int group) {
        return Long.parseLong(frame.group(group));
    }
}
