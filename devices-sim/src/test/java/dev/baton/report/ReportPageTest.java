package dev.baton.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Event;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

class ReportPageTest {
    private static String page(String json) throws IOException {
        return new String(ReportPage.of(json), StandardCharsets.UTF_8);
    }

    @Test
    void noTagCanBeginOrEndInTheData() throws IOException {
        String hostile = "</script><script>alert(1)</script><!-- & {{script}} $1 \\\\";
        String page = page("\"" + hostile + "\"");
        Matcher data = Pattern.compile("id=\"data\">(.*)</script>").matcher(page);
        assertThat(data.find()).isTrue();
        assertThat(data.group(1))
                .isEqualTo(
                        "\"\\u003c/script\\u003e\\u003cscript\\u003ealert(1)\\u003c/script\\u003e"
                                + "\\u003c!-- \\u0026 {{script}} $1 \\\\\"");
        assertThat(page.split("<script", -1)).hasSize(3);
    }

    @Test
    void theScriptAndTheStyleHoldNothingThatEndsThem() throws IOException {
        String page = page("{}");
        assertThat(page.split("</script>", -1)).hasSize(3);
        assertThat(page.split("</style>", -1)).hasSize(2);
        assertThat(page).contains("default-src 'none'; script-src 'sha256-");
        assertThat(page).doesNotContain("innerHTML", "http-equiv=\"refresh", "https://", "{{");
    }

    @Test
    void aCommandLineCanBePasted() {
        assertThat(ShellWords.quoted(List.of("./baton", "run", "it's $(here)", "", "a-b_1.yaml")))
                .isEqualTo("./baton run 'it'\\''s $(here)' '' a-b_1.yaml");
    }

    @Test
    void aPictureIsTheSamePictureAsAPng() throws IOException {
        int[] pixels = {0x123456, 0xFFFFFF, 0, 0xFF0000, 0xFF00, 0xFF};
        var image = ImageIO.read(new ByteArrayInputStream(Png.of(new Film.Picture(3, pixels))));
        assertThat(image.getRGB(0, 0, 3, 2, null, 0, 3))
                .containsExactly(0xFF123456, -1, 0xFF000000, 0xFFFF0000, 0xFF00FF00, 0xFF0000FF);
    }

    @Test
    @SuppressWarnings("unchecked")
    void aLongRunKeepsItsBeginAndItsEndAndTellsWhatIsLeftOut() {
        ReportLog log = new ReportLog();
        int count = 2 * ReportLog.KEPT_MAX + 10;
        for (int i = 1; i <= count; i++) {
            log.on(new Event.Submitted(i, i, "c", List.of(), false));
        }
        Map<String, ?> run = log.tracks("long").toMap();
        List<Map<String, Object>> jobs = (List<Map<String, Object>>) run.get("jobs");
        assertThat(jobs).hasSize(2 * ReportLog.KEPT_MAX);
        assertThat(jobs.get(ReportLog.KEPT_MAX - 1)).containsEntry("id", (long) ReportLog.KEPT_MAX);
        assertThat(jobs.get(ReportLog.KEPT_MAX)).containsEntry("id", ReportLog.KEPT_MAX + 11L);
        assertThat((Map<String, Object>) run.get("leftOut"))
                .containsEntry("count", 10L)
                .containsEntry("from", (long) ReportLog.KEPT_MAX)
                .containsEntry("to", ReportLog.KEPT_MAX + 11L);
    }

    @Test
    @SuppressWarnings("unchecked")
    void theMiddleOfAVeryLongRunIsPassedOver() {
        long second = 1_000_000_000;
        int count = 3 * ReportLog.KEPT_MAX;
        ReportLog log = new ReportLog(null, count * second);
        for (int i = 1; i <= count; i++) {
            log.on(new Event.Submitted(i * second, i, "c", List.of(), false));
        }
        Map<String, ?> run = log.tracks("long").toMap();
        List<Map<String, Object>> jobs = (List<Map<String, Object>>) run.get("jobs");
        assertThat(jobs).hasSizeBetween(ReportLog.KEPT_MAX + 5, ReportLog.KEPT_MAX + 6);
        assertThat(jobs.get(jobs.size() - 1)).containsEntry("id", (long) count);
        assertThat((Map<String, Object>) run.get("leftOut"))
                .containsEntry("count", (long) count - jobs.size());
    }
}
