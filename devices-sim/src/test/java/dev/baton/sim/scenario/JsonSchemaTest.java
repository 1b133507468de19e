package dev.baton.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.PoisonPolicy;
import dev.baton.sim.Worded;
import dev.baton.sim.capture.CaptureOptions.Memory;
import dev.baton.sim.fault.Fault;
import dev.baton.sim.gpu.Priority;
import dev.baton.sim.kms.Presentation;
import dev.baton.sim.pixels.PixelFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The published schema and the reader know the same keys and words. */
class JsonSchemaTest {
    private final JsonSchema schema = new JsonSchema(Example.DOCS.resolve("scenario.schema.json"));

    JsonSchemaTest() throws IOException {}

    private static final Map<String, Collection<String>> KEYS = Map.ofEntries(
            Map.entry("", ScenarioReader.KEYS),
            Map.entry("heap", HeapSection.HEAP_KEYS),
            Map.entry("iommu", HeapSection.IOMMU_KEYS),
            Map.entry("buffers", BufferSection.KEYS),
            Map.entry("gpu", DeviceSection.GPU_KEYS),
            Map.entry("display", DeviceSection.DISPLAY_KEYS),
            Map.entry("cpu", DeviceSection.CPU_KEYS),
            Map.entry("capture", DeviceSection.CAPTURE_KEYS),
            Map.entry("audio", DeviceSection.AUDIO_KEYS),
            Map.entry("job", JobSection.KEYS),
            Map.entry("fault", FaultSection.KEYS),
            Map.entry("expect", words(Measure.values())));

    static Stream<String> sections() {
        return KEYS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("sections")
    void aSectionHasTheKeysThatTheReaderKnows(String section) {
        Map<?, ?> definition = schema.definition(section);
        assertThat(keys(section)).containsExactlyInAnyOrderElementsOf(KEYS.get(section));
        assertThat(definition.get("additionalProperties")).isEqualTo(false);
    }

    @Test
    void everyPropertyIsDescribed() {
        assertThat(undescribed("", schema.definition(""))).isEmpty();
    }

    private static List<String> undescribed(String path, Object node) {
        List<String> found = new ArrayList<>();
        if (node instanceof List<?> list) {
            list.forEach(item -> found.addAll(undescribed(path, item)));
        } else if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                boolean isProperty = path.endsWith("/properties");
                if (isProperty && !(((Map<?, ?>) value).get("description") instanceof String)) {
                    found.add(path + "/" + key);
                }
                found.addAll(undescribed(path + "/" + key, value));
            });
        }
        return found;
    }

    @Test
    void quotedKeyIsReadAlikeByEveryYaml() throws ScenarioException {
        Node quoted = YamlFile.read("", Example.text().replace(" on: ", " \"on\": "));

        assertThat(schema.accepts(quoted)).isTrue();
    }

    @Test
    void theWordsAreThoseThatTheReaderKnows() {
        assertWords("heap", "kind", HeapSpec.Kind.values());
        assertWords("buffers", "planes", BufferSection.Planes.values());
        assertWords("display", "presentation", Presentation.values());
        assertWords("capture", "memory", Memory.values());
        assertWords("job", "work", JobSpec.Work.Kind.values());
        assertWords("job", "acquire", JobSpec.Acquire.values());
        assertWords("job", "on-poison", PoisonPolicy.values());
        assertWords("job", "priority", Priority.values());
        assertWords("job", "maps", JobSpec.Maps.values());
        assertWords("fault", "kind", Fault.values());
        assertThat(property("buffers", "format"))
                .isEqualTo(Arrays.stream(PixelFormat.values()).map(Enum::name).toList());
    }

    @Test
    void thePageNamesEveryKeyAndWord() {
        String page = Example.page().replaceAll("(?s)```.*?```", "");
        KEYS.values()
                .forEach(keys -> assertThat(keys)
                        .allSatisfy(key -> assertThat(page).containsPattern("\\b" + key + "\\b")));
        assertThat(words(Fault.values()))
                .allSatisfy(word -> assertThat(page).containsPattern("(?i)\\b" + word + "\\b"));
    }

    @Test
    void theExampleIsValid() throws ScenarioException {
        assertThat(schema.accepts(YamlFile.read("", Example.text()))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.baton.sim.scenario.Scenarios#names")
    void aBundledScenarioIsValid(String name) throws Exception {
        try (InputStream in = Scenarios.open(name)) {
            assertThat(schema.accepts(YamlFile.read(name, SourceText.read(name, in))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "baton: 1 => baton: 2",
                "seed: 7 => sede: 7",
                "seed: 7 => seed: -1",
                "for: 2s => for: 2",
                "for: 2s => for: -2s",
                "kind: reset => kind: rest",
                "frame: camera => frame: camera\n    next: flip",
                "refresh: 60Hz => refresh: 60Hz, period: 16ms",
                "bytes: 64KiB => bytes: 64KiB, size: 4x4, format: XR24",
                "chance: 5% => chance: 5%, job: note, iteration: 4",
                "reads: small => reads: [small, 4]",
                "  note: => c m a:",
                "ring: 1 => ring: one",
            })
    void whatTheReaderRefusesIsInvalid(String damage) throws ScenarioException {
        String[] parts = damage.split(" => ");
        String text = Example.text().replace(parts[0], parts[1]);
        assertThat(text).isNotEqualTo(Example.text());
        assertThat(schema.accepts(YamlFile.read("", text))).isFalse();
    }

    private void assertWords(String section, String key, Enum<?>... words) {
        assertThat(property(section, key)).as(section + " " + key).isEqualTo(words(words));
    }

    private Object property(String section, String key) {
        Map<?, ?> properties = (Map<?, ?>) schema.definition(section).get("properties");
        return ((Map<?, ?>) properties.get(key)).get("enum");
    }

    private List<String> keys(String section) {
        Map<?, ?> properties = (Map<?, ?>) schema.definition(section).get("properties");
        return properties.keySet().stream().map(String.class::cast).toList();
    }

    private static List<String> words(Enum<?>... words) {
        return Arrays.stream(words).map(Worded::of).toList();
    }
}
