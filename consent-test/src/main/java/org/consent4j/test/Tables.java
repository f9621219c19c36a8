package org.consent4j.test;

import java.util.ArrayList;
import java.util.List;

/** The tables of odd input that the suite sends. */
final class Tables {

    private static final String PAST = "Thu, 01 Jan 1970 00:00:00 GMT";
    private static final String FUTURE = "Fri, 31 Dec 9999 23:59:59 GMT";

    private Tables() {}

    /**
     * A Set-Cookie line in which {@code {n}} stands for a name.
     *
     * @param whenAdmitted whether it leaves where the name is admitted
     * @param whenRefused whether it leaves where the name is refused: only as a sure deletion
     */
    record OddLine(String template, boolean whenAdmitted, boolean whenRefused) {

        String of(String name) {
            return template.replace("{n}", name);
        }
    }

    /** Writes, as browsers see it: an admitted name passes, a refused one does not. */
    private static final List<String> WRITES = List.of(
            "{n}=1",
            "{n}=1; Path=/",
            "{n}=",
            "{n}==",
            "{n}=a=b==",
            "{n}=1;",
            "{n}=1;;; ;",
            "{n}=\"quoted\"",
            "{n}=\"a; Max-Age=\"0",
            "{n}=a,b c{}[]()<>@:\\/?",
            "{n}=%3B%0D%0A",
            " {n}=1",
            "{n} =1",
            "{n}= 1",
            "{n}=1 ; Path=/",
            "\t{n}\t=1",
            "{n}=1; Path=/, app_lang=2",
            "{n}=1; Path=/, {n}=; Max-Age=0, x",
            "{n}=1; Partitioned; Priority=High",
            "{n}=1; SECURE; httponly; sAmEsItE=nOnE",
            "{n}=1; Domain=.example.org; Domain=example.org; Path=/x; Path",
            "{n}=1; unknown; =; =x; \"y\"=z",
            "{n}=1; Max-Age=31536000",
            "{n}=1; Expires=" + FUTURE,
            "{n}=1; Max-Age=\"0\"",
            "{n}=1; Max-Age=",
            "{n}=1; Max-Age",
            "{n}=1; Max-Age=-0",
            "{n}=1; Max-Age=00",
            "{n}=1; Max-Age=-01",
            "{n}=1; Max-Age=+0",
            "{n}=1; Max-Age=0.5",
            "{n}=1; Max-Age=0x0",
            "{n}=1; Max-Age=0 0",
            "{n}=1; Max-Age=-",
            "{n}=1; Max-Age=0; Max-Age=500",
            "{n}=1; Max-Age=500; Max-Age=0",
            "{n}=1; Max-Age=0; Max-Age=bad",
            "{n}=1; Max-Age=0; Max-Age=0",
            "{n}=1; MaxAge=0",
            "{n}=1; Max-Age=500; Expires=" + PAST,
            "{n}=1; Expires=" + PAST + "; Max-Age=bad",
            "{n}=1; Max-Age=0; Expires=" + FUTURE,
            "{n}=1; Expires=" + PAST + "; Expires=garbage",
            "{n}=1; Expires=" + PAST + "; Expires=" + FUTURE,
            "{n}=1; Expires=0",
            "{n}=1; Expires=-1",
            "{n}=1; Expires=",
            "{n}=1; Expires=\"" + PAST + "\"",
            "{n}=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT+24",
            "{n}=1; Expires=Thu, 01 Jan 1970",
            "{n}=Max-Age=0",
            "{n}=Expires=" + PAST);

    /** What every browser deletes on: passes also for a refused name. */
    private static final List<String> DELETIONS = List.of(
            "{n}=; Max-Age=0",
            "{n}=x; Path=/; Max-Age=0",
            "{n}=; max-age=0; path=/",
            "{n}=; MAX-AGE = 0 ",
            "{n}=; Max-Age=-1",
            "{n}=; Expires=" + PAST,
            "{n}=; eXpIrEs=Thu, 01-Jan-1970 00:00:10 GMT",
            "{n}=; Max-Age=0; Expires=" + PAST,
            "{n}=; Path=/; Expires=" + PAST + "; Max-Age=0; Secure; HttpOnly",
            "{n}=; Max-Age=0; Domain=www.example.org; Partitioned");

    /** What browsers do not agree on, or servers change on the way out: never leaves. */
    private static final List<String> UNREADABLE = List.of(
            "",
            " ",
            ";",
            "=",
            "=1",
            " =1",
            "={n}=1",
            "{n}",
            "{n}; Path=/",
            "; {n}=1",
            "x; {n}=1",
            "{n}; Max-Age=0",
            "{n}=1\r",
            "{n}=1\n",
            "\n{n}=1",
            "{n}=1\r\nSet-Cookie: stat_split=2",
            "{n}=1\rSet-Cookie: stat_split=2",
            "{n}=1\nSet-Cookie: stat_split=2",
            "{n}=1\r\n\r\nbody",
            "{n}=; Max-Age=0\r\nSet-Cookie: stat_split=2",
            "{n}=\u0000",
            "\u0000{n}=1",
            "{n}\u0000=1",
            "{n}=1; Path=/\u0000; Max-Age=0",
            "{n}\u0001=1",
            "{n}\u001f=1",
            "{n}=\u001b[31m",
            "{n}\u007f=1",
            "{n}=1; Max-Age=0\u000b");

    static List<OddLine> oddLines() {
        List<OddLine> lines = new ArrayList<>();
        WRITES.forEach(line -> lines.add(new OddLine(line, true, false)));
        DELETIONS.forEach(line -> lines.add(new OddLine(line, true, true)));
        UNREADABLE.forEach(line -> lines.add(new OddLine(line, false, false)));
        return lines;
    }

    /** Lines whose names are nearly declared, but no browser takes them for the declared ones. */
    static final List<String> UNDECLARED_LINES = List.of(
            "App_lang=1",
            "APP_LANG=1",
            "app_lang2=1",
            "app_lan=1",
            "\"app_lang\"=1",
            "$app_lang=1",
            "app_lang:x=1",
            "app_lang,app_lang=1",
            "app lang=1",
            "app_lang\u00a0=1",
            "\u00a0app_lang=1",
            "%61pp_lang=1",
            "Set-Cookie: app_lang=1",
            "__Host-app_lang=1; Secure; Path=/",
            "stat=1",
            "err_stat2=1",
            "Stat_a=1");

    /** Lines with octets above 0x7f in values of the admitted cookie. */
    static final List<String> LATIN_1_LINES = List.of(
            "app_lang=caf\u00e9; Path=/",
            "app_lang=\u00a0\u0080\u00ff",
            "app_lang=1; Path=/\u00e9",
            "app_lang=\u00c3\u00a9");

    /**
     * Cookie lines of one request.
     *
     * @param lines the lines as they are sent
     * @param visible the cookies that an application sees before a choice, as {@code name=value}
     * @param parsed whether every framework's parser gives the visible ones
     */
    record CookieHeaders(List<String> lines, List<String> visible, boolean parsed) {}

    static final List<CookieHeaders> COOKIE_HEADERS = List.of(
            new CookieHeaders(List.of("app_lang=en; stat_a=1"), List.of("app_lang=en"), true),
            new CookieHeaders(List.of("stat_a=1; app_lang=en"), List.of("app_lang=en"), true),
            new CookieHeaders(List.of("stat_a=1"), List.of(), true),
            new CookieHeaders(List.of("stat_a=1", "profile=2", "map_a=3"), List.of(), true),
            new CookieHeaders(List.of("stat_=1; stat=2; err_stat=3"), List.of(), true),
            new CookieHeaders(
                    List.of("app_lang=en", "stat_a=1; app_session=2"), List.of("app_lang=en", "app_session=2"), true),
            new CookieHeaders(
                    List.of("stat_a=1", "app_lang=en", "stat_a=2", "app_session=2"),
                    List.of("app_lang=en", "app_session=2"),
                    true),
            new CookieHeaders(List.of("app_lang=\"a; stat_a=1\""), List.of("app_lang=\"a"), false),
            new CookieHeaders(List.of("app_lang=\"a;stat_a=1;b\""), List.of("app_lang=\"a"), false),
            new CookieHeaders(List.of("stat_a=\"1; app_lang=en\""), List.of("app_lang=en\""), false),
            new CookieHeaders(List.of("app_lang=\"a\\\"; stat_a=1; x=\""), List.of("app_lang=\"a\\\""), false),
            new CookieHeaders(List.of("app_lang=\"en\"; stat_a=\"1\""), List.of("app_lang=\"en\""), false),
            new CookieHeaders(List.of("$Version=1; app_lang=en; $Path=/; stat_a=1"), List.of("app_lang=en"), false),
            new CookieHeaders(List.of("$Version=\"1\"; stat_a=1; $Path=/; $Domain=x"), List.of(), false),
            new CookieHeaders(List.of("app_lang=en, stat_a=1"), List.of("app_lang=en, stat_a=1"), false),
            new CookieHeaders(List.of("app_lang=en,stat_a=1"), List.of("app_lang=en,stat_a=1"), false),
            new CookieHeaders(List.of("stat_a=1, app_lang=en"), List.of(), false),
            new CookieHeaders(List.of("  stat_a  =  1  ;   app_lang=en"), List.of("app_lang=en"), true),
            new CookieHeaders(List.of("\tstat_a\t=1;\tapp_lang=en"), List.of("app_lang=en"), false),
            new CookieHeaders(List.of("app_lang = en; stat_a = 1"), List.of("app_lang=en"), false),
            new CookieHeaders(List.of("stat_a=1;app_lang=en;stat_b=2"), List.of("app_lang=en"), true),
            new CookieHeaders(List.of(";;; ; stat_a=1;; app_lang=en;;"), List.of("app_lang=en"), false),
            new CookieHeaders(List.of("=stat_a=1; app_lang=en"), List.of("app_lang=en"), false),
            new CookieHeaders(List.of("=1; app_lang=en"), List.of("app_lang=en"), false),
            new CookieHeaders(List.of("stat_a; app_lang=en"), List.of("app_lang=en"), false),
            new CookieHeaders(List.of("app_lang=en; stat_a"), List.of("app_lang=en"), false),
            new CookieHeaders(
                    List.of("app_lang=en; stat_a=1; app_lang=fr; stat_a=2"),
                    List.of("app_lang=en", "app_lang=fr"),
                    true),
            new CookieHeaders(List.of("STAT_A=1; Stat_a=2; App_lang=3; app_lang=en"), List.of("app_lang=en"), true),
            new CookieHeaders(List.of("app_lang=a=b==; stat_a=="), List.of("app_lang=a=b=="), false),
            new CookieHeaders(
                    List.of("app_lang=%3B%20stat_a%3D1; %73tat_a=1"), List.of("app_lang=%3B%20stat_a%3D1"), true),
            new CookieHeaders(
                    List.of("app_lang={\"a\":\"b,c\"}; stat_a={\"x\":1}"), List.of("app_lang={\"a\":\"b,c\"}"), false),
            new CookieHeaders(List.of("app_lang=a b; stat_a=1"), List.of("app_lang=a b"), false),
            new CookieHeaders(List.of("app_lang=; stat_a="), List.of("app_lang="), true),
            new CookieHeaders(List.of("stat_a=1; exempt_visit=2"), List.of("exempt_visit=2"), true));

    /**
     * Values of the preference cookie that must grant nothing.
     *
     * @param day today as yyyymmdd
     * @param yesterday six months and a day ago
     * @param later the day after tomorrow
     * @param s the complete grant of the statistical category
     */
    static List<String> hostilePreferences(String day, String yesterday, String later, String s) {
        String good = "1." + day + "." + s;
        return List.of(
                "",
                "1",
                "1.",
                "1.." + s,
                "1." + day,
                "1." + day + ".",
                "0." + day + "." + s,
                "2." + day + "." + s,
                "01." + day + "." + s,
                "-1." + day + "." + s,
                "1." + yesterday + "." + s,
                "1." + later + "." + s,
                "1.00000000." + s,
                "1.99999999." + s,
                "1.20260230." + s,
                "1.20261301." + s,
                "1.-2026112." + s,
                "1." + day + "0." + s,
                "1." + day.substring(1) + "." + s,
                "1." + day + ".s",
                "1." + day + ".s1",
                "1." + day + ".s1AAA",
                "1." + day + ".s1____",
                "1." + day + ".s2" + s.substring(2),
                "1." + day + ".S1" + s.substring(2),
                "1." + day + ".n1" + s.substring(2),
                "1." + day + ".x1" + s.substring(2),
                "1." + day + ".*",
                good + "~",
                good + "~~",
                good + "~" + s,
                good + "~s0",
                good + "~x0",
                good + "~n1",
                good + "x",
                good + ".",
                good + ".k1.AAAAAAAAAAAAAAAAAAAAAA",
                good + ",",
                good + " " + good,
                "~" + good,
                "\"" + good + "\"",
                "\"" + good,
                "'" + good + "'",
                good.replace(".", "%2E"),
                good.replace('.', ','),
                good.replace("1", "%31"),
                "{\"statistical\":true}",
                "true",
                "all",
                "granted",
                "statistical",
                "*",
                "${jndi:ldap://127.0.0.1/a}",
                "' or '1'='1",
                "<script>alert(1)</script>",
                "../../../../etc/passwd",
                "a".repeat(3900),
                good + "~".repeat(3000),
                "1." + day + "." + (s + "~").repeat(400));
    }

    /** Where a form's {@code next} would like to lead, and must not: every one off the site for some browser. */
    static final List<String> HOSTILE_NEXT = List.of(
            "http://evil.example/",
            "https://evil.example/",
            "HTTPS://evil.example",
            "//evil.example/",
            "///evil.example/",
            "////evil.example",
            "/\\evil.example/",
            "\\/evil.example",
            "\\\\evil.example",
            "/\\/evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r/evil.example",
            "\t//evil.example",
            " //evil.example",
            "\u0000//evil.example",
            "/\u0000/evil.example",
            "http:evil.example",
            "http:/evil.example",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "evil.example",
            "@evil.example",
            ".evil.example",
            ":80@evil.example",
            "?//evil.example",
            "",
            "/x\r\nSet-Cookie: stat_next=1",
            "/x\r\nLocation: http://evil.example/");
}
