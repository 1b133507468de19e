package dev.baton.cli;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A headless Chromium that looks at one page after the other. */
final class Browser implements AutoCloseable {
    private static final String SETTLED = "const done = arguments[0];"
            + "requestAnimationFrame(() => requestAnimationFrame(() => done()));";

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test where there is none; nothing is ever fetched. */
    static Browser open() {
        File chromedriver = onPath("chromedriver");
        File chromium = onPath("chromium");
        Assumptions.assumeTrue(
                chromedriver != null && chromium != null,
                "no chromium and chromedriver on the PATH: no report was looked at in a browser");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Objects.requireNonNull(chromium));
        options.addArguments("--headless=new", "--no-sandbox", "--window-size=1280,1000");
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        return new Browser(new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver)
                        .usingAnyFreePort()
                        .build(),
                options));
    }

    private static File onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> new File(directory, program))
                .filter(File::canExecute)
                .findFirst()
                .orElse(null);
    }

    void look(Path page) {
        driver.get(page.toUri().toString());
        settle();
    }

    private void settle() {
        driver.executeAsyncScript(SETTLED);
    }

    void press(String button) {
        driver.executeScript(
                "[...document.querySelectorAll('button')]"
                        + ".find(each => each.textContent === arguments[0]).click()",
                button);
        settle();
    }

    /** How many elements there are. */
    int count(String selector) {
        Object count = driver.executeScript(
                "return document.querySelectorAll(arguments[0]).length", selector);
        return Math.toIntExact((Long) Objects.requireNonNull(count));
    }

    /** What elements say. */
    List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    Object ask(String script) {
        return driver.executeScript(script);
    }

    /** What the page complained of, since it was asked last. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
