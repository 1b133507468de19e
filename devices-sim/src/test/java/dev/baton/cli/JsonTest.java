package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class JsonTest {
    @Test
    void mapsKeepTheirOrder() throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("zebra", 1);
        map.put("agreeing", null);
        map.put("laws", Map.of("broken", 0L));
        map.put("list", List.of("a\n\"", true, 0.5));
        assertThat(withoutSpace(map))
                .isEqualTo("{\"zebra\":1,\"agreeing\":null,\"laws\":{\"broken\":0},"
                        + "\"list\":[\"a\\n\\\"\",true,0.5]}");
    }

    @Test
    void numbersAreNotRounded() throws IOException {
        assertThat(Json.text(Long.MAX_VALUE)).isEqualTo("9223372036854775807\n");
        assertThat(Json.text(BigInteger.TWO.pow(64))).isEqualTo("18446744073709551616\n");
        assertThat(Json.text(0.1)).isEqualTo("0.1\n");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void whatJsonCannotSayIsRefused(double number) {
        assertThatThrownBy(() -> Json.text(number)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String withoutSpace(Object value) throws IOException {
        return Json.text(value).replaceAll("\\s", "");
    }
}
