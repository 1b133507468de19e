package dev.baton.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.trace.Timeline.Lane;
import dev.baton.trace.Timeline.Look;
import dev.baton.trace.Timeline.Run;
import dev.baton.trace.Timeline.Slice;
import dev.baton.trace.Timeline.Vblank;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

class TimelineSvgTest {
    private static List<Run> timeline(String name) {
        List<Slice> slices = List.of(
                new Slice(0, 5_000_000, name, 1, Look.SOLID),
                new Slice(5_000_000, 30_000_000, name, 2, Look.WRONG),
                new Slice(90_000_000, 95_000_000, "outside", 3, Look.SOLID));
        return List.of(new Run(
                name,
                List.of(new Lane(name, slices)),
                List.of(new Vblank(10_000_000, true), new Vblank(99_000_000, false))));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpu",
                "<script>alert(1)</script>",
                "\"><img onerror='x'>",
                "a & b",
                "\u0000\u001b[31m",
                "\ud800 lone",
                "\u202e rtl",
                "&amp;"
            })
    void everyNameMakesAWellFormedPictureWithNothingButText(String name) throws Exception {
        Document svg = parse(TimelineSvg.draw(timeline(name), name, 0, 40_000_000));
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        assertThat(svg.getElementsByTagName("img").getLength()).isZero();
    }

    @Test
    void onlyWhatLiesInTheWindowIsDrawn() throws Exception {
        String svg = TimelineSvg.draw(timeline("gpu"), "caption", 0, 40_000_000);
        assertThat(svg).doesNotContain("outside").contains("caption");
        assertThat(parse(svg).getElementsByTagName("line").getLength()).isEqualTo(1);
    }

    @Test
    void anEmptyWindowIsRefused() {
        assertThatThrownBy(() -> TimelineSvg.draw(List.of(), "", 5, 5))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
