package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** B3: a buffer carries its name, its size and one slot for a sync object, and nothing else. */
@Tag("B3")
class NoOtherStateTest {
    @Test
    void onlyTheSyncObjectCanBeSetByClients() {
        Set<String> taking = publicMethods(SharedBuffer.class)
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getParameterCount() > 0)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        // The first only checks its arguments and throws.
        assertThat(taking).containsExactly("checkRange", "syncObjectOr");
    }

    @Test
    void noFieldOfABufferIsPublicAndOnlyItsPlaceAmongAllIsNotFinal() {
        List<Field> fields = Arrays.stream(SharedBuffer.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .toList();
        assertThat(fields).noneMatch(field -> Modifier.isPublic(field.getModifiers()));
        assertThat(fields)
                .filteredOn(field -> !Modifier.isFinal(field.getModifiers()))
                .extracting(Field::getName)
                .containsExactly("number");
    }

    @Test
    void noFieldHoldsWhatAClientCouldPutAnythingInto() {
        assertThat(SharedBuffer.class.getDeclaredFields())
                .filteredOn(field -> !Modifier.isStatic(field.getModifiers()))
                .extracting(Field::getType)
                .extracting(type -> (Object) type.getSimpleName())
                .containsExactlyInAnyOrder(
                        "String", "long", "Exporter", "References", "SyncSlot", "Use", "long");
    }

    @Test
    void aSyncObjectIsAskedOnlyToDescribeItself() {
        assertThat(publicMethods(SyncObject.class).map(Method::getName))
                .containsExactly("describe");
    }

    private static Stream<Method> publicMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !method.isSynthetic());
    }
}
