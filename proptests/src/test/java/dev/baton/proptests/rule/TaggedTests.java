package dev.baton.proptests.rule;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.platform.commons.annotation.Testable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All tests of all modules with their tags, read from the compiled classes. */
final class TaggedTests {
    private static final List<String> MODULES =
            List.of("buffers", "engine", "devices-sim", "proptests");
    private static final Set<String> TAG =
            Set.of(Tag.class.getName(), net.jqwik.api.Tag.class.getName());
    private static final Set<String> TAGS =
            Set.of(Tags.class.getName(), net.jqwik.api.TagList.class.getName());

    private TaggedTests() {}

    /** Ascending by name, so that tables made of them do not depend on the compiler. */
    static List<TaggedTest> of(Path root) {
        return MODULES.stream()
                .flatMap(module -> inModule(root, module))
                .sorted(Comparator.comparing(TaggedTest::name))
                .toList();
    }

    private static Stream<TaggedTest> inModule(Path root, String module) {
        Path classes = root.resolve(module).resolve("target/test-classes");
        return new ClassFileImporter()
                .importPath(classes).stream()
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(type -> Files.exists(root.resolve(file(module, type))))
                        .flatMap(type -> testsOf(module, type));
    }

    /** Where the class should be; a class file whose source is gone is left from an earlier build. */
    private static String file(String module, JavaClass type) {
        String outermost = type.getName().replaceFirst("\\$.*", "");
        return module + "/src/test/java/" + outermost.replace('.', '/') + ".java";
    }

    private static Stream<TaggedTest> testsOf(String module, JavaClass type) {
        Set<String> ofType = new TreeSet<>();
        for (Optional<JavaClass> at = Optional.of(type);
                at.isPresent();
                at = at.get().getEnclosingClass()) {
            at.get().getClassHierarchy().forEach(each -> addTags(each.getAnnotations(), ofType));
        }
        return type.getAllMembers().stream()
                .filter(member -> member.isMetaAnnotatedWith(Testable.class))
                .map(test -> new TaggedTest(
                        file(module, type), type.getName(), test.getName(), tags(ofType, test)));
    }

    private static Set<String> tags(Set<String> ofType, JavaMember test) {
        Set<String> tags = new TreeSet<>(ofType);
        addTags(test.getAnnotations(), tags);
        return tags;
    }

    private static void addTags(Iterable<? extends JavaAnnotation<?>> annotations, Set<String> to) {
        for (JavaAnnotation<?> annotation : annotations) {
            Object value = annotation.get("value").orElse("");
            if (TAG.contains(annotation.getRawType().getName())) {
                to.add(value.toString());
            } else if (TAGS.contains(annotation.getRawType().getName())) {
                addTags(List.of((JavaAnnotation<?>[]) value), to);
            }
        }
    }
}
