package dev.baton.sim.scenario;

import dev.baton.sim.capture.Capture;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.refusal.Quoted;
import dev.baton.sim.refusal.Suggestion;
import dev.baton.sim.scenario.BufferSpec.Picture;
import dev.baton.sim.scenario.DeviceSpec.DisplaySpec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which buffers a job uses. */
final class UseSection {
    static final List<String> KEYS = List.of("reads", "writes", "unordered", "shows");

    private static final Pattern USE =
            Pattern.compile("(" + Value.NAME + ")(?:@-([1-9][0-9]{0,5})|#([0-9]{1,6})|@(newest))?");

    private static final String NARROW =
            " is too narrow for a frame's number; take " + FrameStamp.WIDTH_MIN + " pixels";

    private final Declared declared;

    UseSection(Declared declared) {
        this.declared = declared;
    }

    List<BufferUse> read(YamlMap map, String key) throws ScenarioException {
        List<BufferUse> uses = new ArrayList<>();
        Value value = map.find(key);
        if (value != null) {
            for (Value item : value.items(Limits.USES_MAX)) {
                BufferUse use = use(item);
                if (uses.contains(use)) {
                    throw item.refused(item.shown() + " again");
                }
                uses.add(use);
            }
        }
        return List.copyOf(uses);
    }

    private BufferUse use(Value item) throws ScenarioException {
        String text = item.text();
        Matcher matcher = USE.matcher(text);
        if (text.length() > 2 * Limits.NAME_CHARS_MAX || !matcher.matches()) {
            throw item.refused(item.shown() + " names no buffer; write pool, pool@-1 (of the"
                    + " iteration before), pool@newest or pool#0 (always the first)");
        }
        String name = matcher.group(1);
        BufferSpec pool = declared.buffers().get(name);
        if (pool == null) {
            throw item.refused(Quoted.of(name) + " is no pool of buffers"
                    + Suggestion.among(name, declared.buffers().keySet()));
        }
        int back = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        int fixed = matcher.group(3) == null
                ? BufferUse.OF_ITERATION
                : Integer.parseInt(matcher.group(3));
        if (Math.max(back, fixed) >= pool.count()) {
            throw item.refused(item.shown() + " is beyond the " + pool.count()
                    + " buffers of the pool, which count from 0");
        }
        return new BufferUse(name, matcher.group(4) == null ? back : BufferUse.NEWEST, fixed);
    }

    /** The same buffer is not asked for in two ways, but what is shown may be unordered. */
    static void refuseTwice(YamlMap map, JobSpec.Buffers buffers) throws ScenarioException {
        refuseCommon(map, "writes", buffers.writes(), buffers.reads());
        refuseCommon(map, "unordered", buffers.unordered(), buffers.reads());
        refuseCommon(map, "unordered", buffers.unordered(), buffers.writes());
    }

    private static void refuseCommon(
            YamlMap map, String key, List<BufferUse> uses, List<BufferUse> others)
            throws ScenarioException {
        for (BufferUse use : uses) {
            if (others.contains(use)) {
                map.refuse(key, use + " is named twice; leave one of them out");
            }
        }
    }

    /** The primary plane is as large as the screen, the others at most. */
    void refuseUnshowable(YamlMap map, DisplaySpec display, List<BufferUse> shows)
            throws ScenarioException {
        for (BufferUse use : shows) {
            Picture picture = picture(use);
            if (picture == null) {
                map.refuse("shows", use + " is no picture");
            } else if (picture.format() == PixelFormat.GREY) {
                map.refuse("shows", use + " is GREY, which no plane of a display shows");
            } else if (use.equals(shows.get(0)) && !picture.size().equals(display.size())) {
                map.refuse(
                        "shows",
                        use + " is " + picture.size() + ", but the display is " + display.size());
            } else if (picture.size().width() > display.size().width()
                    || picture.size().height() > display.size().height()) {
                map.refuse(
                        "shows",
                        use + " is " + picture.size() + ", larger than the display of "
                                + display.size());
            }
        }
    }

    /** A camera goes round in one pool, and a frame must have room for its number. */
    void refuseUnfillable(YamlMap map, List<BufferUse> writes) throws ScenarioException {
        BufferUse use = writes.get(0);
        Picture picture = picture(use);
        if (writes.size() > 1 || !use.equals(BufferUse.ofIteration(use.pool()))) {
            map.refuse("writes", "a camera fills the buffers of one pool in turn; name the pool");
        } else if (picture == null) {
            map.refuse("writes", use + " is no picture");
        } else if (pool(use).count() > Capture.BUFFERS_MAX) {
            map.refuse(
                    "writes",
                    "a camera has at most " + Capture.BUFFERS_MAX + " buffers, not the "
                            + pool(use).count() + " of " + use);
        } else if (picture.size().width() < FrameStamp.WIDTH_MIN) {
            map.refuse("writes", use + NARROW);
        }
    }

    /** The kinds of work need pictures to read, to write, and of matching format and size. */
    void refuseUndoable(YamlMap map, JobSpec.Work.Kind work, JobSpec.Buffers buffers)
            throws ScenarioException {
        Picture from = first(buffers.reads());
        Picture to = first(buffers.writes().isEmpty() ? buffers.unordered() : buffers.writes());
        refuseNarrow(map, work == JobSpec.Work.Kind.STAMP ? to : null);
        refuseNarrow(map, work == JobSpec.Work.Kind.CHECK ? from : null);
        if (work == JobSpec.Work.Kind.CHECK
                && from != null
                && buffers.reads().get(0).isNewest()) {
            map.refuse("work", "nobody knows the number of the newest picture; check @-1, or none");
        }
        boolean reads = work.readsPicture() && from == null;
        if (reads || (work.writesPicture() && to == null)) {
            map.refuse("work", work.word() + " needs a picture in " + (reads ? "reads" : "writes"));
        }
        if (!work.readsPicture() || !work.writesPicture()) {
            return;
        }
        Picture source = Objects.requireNonNull(from);
        Picture target = Objects.requireNonNull(to);
        if (work.keepsSize() && !source.size().equals(target.size())) {
            map.refuse(
                    "work",
                    work.word() + " keeps the size, but reads " + source.size() + " and writes "
                            + target.size());
        }
        if (work == JobSpec.Work.Kind.BLIT && source.format() != target.format()) {
            map.refuse(
                    "work",
                    "blit keeps the format, but reads " + source.format() + " and writes "
                            + target.format() + "; convert does not");
        }
    }

    private static void refuseNarrow(YamlMap map, @Nullable Picture numbered)
            throws ScenarioException {
        if (numbered != null && numbered.size().width() < FrameStamp.WIDTH_MIN) {
            map.refuse("work", "the picture" + NARROW);
        }
    }

    private @Nullable Picture first(List<BufferUse> uses) {
        return uses.isEmpty() ? null : picture(uses.get(0));
    }

    private @Nullable Picture picture(BufferUse use) {
        return pool(use).content() instanceof Picture picture ? picture : null;
    }

    private BufferSpec pool(BufferUse use) {
        return Objects.requireNonNull(declared.buffers().get(use.pool()));
    }
}
