package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.event.Event;
import dev.baton.law.WaitForGraph.Wait;
import dev.baton.report.Report;
import dev.baton.report.ReportLog;
import dev.baton.report.ReportPage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the pages in a browser. */
class ReportTest {
    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "</script><svg onload=alert(1)>",
            "javascript:alert(1)",
            "{{7*7}}",
            "{{script}}",
            "${jndi:ldap://x}",
            "=cmd()|'/C calc'!A0",
            "__proto__");

    private static Browser browser;

    @TempDir
    private Path directory;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    private void leave(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--out", directory.toString()));
        StringWriter err = new StringWriter();
        Baton.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                all.toArray(String[]::new));
        assertThat(err.toString()).isEmpty();
    }

    private void look() {
        browser.look(directory.resolve("report.html"));
        assertThat(browser.complaints()).isEmpty();
    }

    private int summary(String key) throws IOException {
        String summary = Files.readString(directory.resolve("summary.json"));
        Matcher number = Pattern.compile("\"" + key + "\" : (\\d+)").matcher(summary);
        assertThat(number.find()).as(key).isTrue();
        return Integer.parseInt(number.group(1));
    }

    @Test
    void aRunsPageShowsEveryJobAndEveryVblankOfIt() throws IOException {
        leave("run", "render-to-pageflip", "--for", "2s", "--trace", "ftrace");
        look();
        assertThat(browser.texts(".verdict.good")).hasSize(1);
        assertThat(browser.texts("code"))
                .containsExactly("./baton run render-to-pageflip --seed 1 --for 2s");
        browser.press("all");
        assertThat(browser.count("[data-job]")).isEqualTo(summary("submitted")).isPositive();
        String trace = Files.readString(directory.resolve("trace.ftrace"));
        assertThat(browser.count("line.vblank"))
                .isEqualTo(trace.split("drm_vblank_event:", -1).length - 1)
                .isPositive();
        assertThat(browser.count(".film button")).isEqualTo(summary("presented"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aReplaysPageShowsEveryJobAndEveryVblankOfTheRecording() throws IOException {
        leave("replay");
        look();
        browser.press("all");
        assertThat(browser.count("[data-job]")).isEqualTo(summary("submitted"));
        assertThat(browser.count("line.vblank")).isEqualTo(summary("vblanks"));
        assertThat(browser.texts("[data-figure=flips]")).containsExactly("" + summary("flips"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anExplorationsPageDrawsTheCircleAndSaysHowToSeeItAgain() throws IOException {
        leave("explore", "one-by-one");
        look();
        assertThat(browser.texts(".verdict.wrong")).hasSize(1);
        assertThat(browser.texts(".circle .node"))
                .hasSize(2)
                .allMatch(name -> name.matches("(blend|film) \\d"));
        assertThat(browser.count(".circle .head")).isEqualTo(2);
        assertThat(browser.texts("code").get(0)).startsWith("./baton explore --reproduce b2.");
        browser.press("all");
        assertThat(browser.count("[data-job]")).isPositive();
        leave("explore", "abba");
        look();
        assertThat(browser.texts(".circle .node")).hasSize(2);
        assertThat((String) browser.ask("return document.querySelector('.timeline').textContent"))
                .contains("step 1", "waits: ");
    }

    @Test
    void theDemosPageComparesItsRunsAndMarksTornFrames() throws IOException {
        leave("demo", "--frames", "20");
        look();
        assertThat(browser.texts("th")).contains("queued", "application", "unsynchronised");
        assertThat(browser.count(".film .torn")).isPositive();
        assertThat(browser.count("rect.wrong")).isPositive();
        browser.press("jobs");
        browser.press("all");
        assertThat(browser.count("[data-job]")).isEqualTo(4 * 40);
        assertThat(browser.count(".film img")).isEqualTo(4 * 20);
        assertThat(directory.resolve("frames.gif")).isNotEmptyFile();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aJobIsFoundByItsFrameAndSaysWhatItWaitedFor() {
        leave("run", "hung-gpu");
        look();
        browser.ask("const field = document.querySelector('input'); field.value = 'job 62';"
                + "field.dispatchEvent(new Event('change'))");
        assertThat(browser.texts(".pinned").get(0))
                .contains("job 62 of display")
                .containsPattern("until job 61 of render let screen 0 #\\d+ go");
    }

    /** Names of every kind, and every text that a page can hold. */
    @Test
    void hostileNamesAreTextAndNothingElse() throws IOException {
        Report report = new Report("run", HOSTILE.get(0), HOSTILE);
        report.verdict(false, String.join(" ", HOSTILE));
        report.story(String.join("\n", HOSTILE));
        report.lines(HOSTILE.get(1), HOSTILE);
        report.figures(List.of(HOSTILE.get(2)), Map.of(HOSTILE.get(3), HOSTILE.subList(4, 5)));
        report.circle(
                HOSTILE.get(1),
                List.of(
                        new Wait<>(HOSTILE.get(1), HOSTILE.get(0), HOSTILE.get(2)),
                        new Wait<>(HOSTILE.get(2), HOSTILE.get(0), HOSTILE.get(1))));
        report.run(hostile().tracks(HOSTILE.get(2)));
        Files.write(directory.resolve("report.html"), ReportPage.of(Json.compact(report.toMap())));
        look();
        browser.press("all");
        assertThat(browser.count("script")).isEqualTo(2);
        assertThat(browser.count("img, [onerror], [onload], [href], [src]")).isZero();
        String shown = (String) browser.ask("return document.querySelector('main').textContent");
        assertThat(shown).contains(HOSTILE).contains("\u27e8U+001B\u27e9", "\u27e8U+202E\u27e9");
        assertThat(browser.count("[data-job]")).isEqualTo(HOSTILE.size() + 1);
        browser.ask("const at = document.querySelector('[data-job]').getBoundingClientRect();"
                + "for (const type of ['pointermove', 'pointerdown', 'pointerup'])"
                + " document.querySelector('[data-job]').dispatchEvent(new PointerEvent(type,"
                + " {bubbles: true, clientX: at.x, clientY: at.y}))");
        assertThat(browser.texts(".pinned").get(0)).contains(HOSTILE.get(0));
        assertThat(browser.complaints()).isEmpty();
    }

    private static ReportLog hostile() {
        ReportLog log = new ReportLog();
        List<String> names = new ArrayList<>(HOSTILE);
        names.add("\u001B[31m red \u202E left");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            var access = new Event.SubmittedAccess(i, name, AccessMode.EXCLUSIVE, 0);
            log.on(new Event.Submitted(i, i + 1, name, List.of(access), false));
            log.placed(name, i, i + 1);
            log.on(new Event.Available(i + 1, i + 1, i));
            log.on(new Event.Granted(i + 1, i + 1));
            log.on(new Event.Failed(100, i + 1, name));
            log.worked(name, i, i, 100);
            log.vblank(name, i, true);
        }
        return log;
    }
}
