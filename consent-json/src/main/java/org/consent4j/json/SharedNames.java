package org.consent4j.json;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a database of names can't tell apart: names that many sites use for cookies of their own, and software that sites
 * run themselves, whose cookies are theirs and not those of its maker.
 */
final class SharedNames {

    /** So few characters are taken by chance. */
    private static final int TOO_SHORT = 2;
    /** More are not. */
    private static final int MOST_WORDS = 3;

    private static final Pattern MARK = Pattern.compile("^__(Secure|Host|Http|Host-Http)-");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])");
    /** In capitals they are those of advertising networks, such as {@code NID}. */
    private static final Pattern SOME_ID = Pattern.compile("[a-z]?ids?");

    /** A name that has no other words says what the cookie is for, but not whose it is. */
    private static final Set<String> WORDS = Set.of(
            // The visitor, the device, and what tells them apart.
            ("user users username userid uid uids id ids uuid guid sid pid cid member customer visitor viewer guest client"
                            + " device account unique hash key"
                            // Sessions, logins and forms, with the standard names of PHP, Perl, Express and Django.
                            + " session sessions sess sessionid sso login auth api access refresh token csrftoken csrf"
                            + " xsrf nonce secret remember me connect phpsessid cgisessid state form password"
                            // What the visitor prefers.
                            + " lang language userlang locale localization country region currency timezone tz theme"
                            + " mode color colour dark view layout sort display pref prefs preference preferences"
                            + " settings autocomplete"
                            // Shops.
                            + " cart basket wishlist checkout order product products recent recently viewed compared"
                            + " previous store shop discount coupon code"
                            // Pages and the way to them.
                            + " page site app web frontend player version test data info step history search term"
                            + " query string callback referer referrer ref external url return redirect redirects done"
                            + " is first last seen visited notice message welcome banner popup presence partner sharing"
                            + " recs audience audit feed js has show hide"
                            // Consent.
                            + " cookie cookies consent gdpr policy privacy accepted dnt opt out optout necessary"
                            + " functional analytics statistics marketing status")
                    .split(" "));

    /** As the database calls them; nobody but the site gets what their cookies hold, unless the site passes it on. */
    private static final Set<String> RUN_BY_SITES = Set.of(
            "ASP.net",
            "Adobe ColdFusion",
            "Ahoy",
            "Alteon",
            "Borlabs",
            "CakePHP",
            "Citrix",
            "CodeIgniter",
            "Complianz",
            "CraftCMS",
            "Devise (Ruby on Rails)",
            "Django",
            "Drupal CMS",
            "HAproxy",
            "Intershop",
            "J2EE",
            "JoomlArt",
            "Joomla!",
            "Joomla! Engagebox",
            "Kentico",
            "Keycloak",
            "Laravel",
            "Live helper chat",
            "Magento",
            "Matomo",
            "Moove",
            "NGINX Ingresss",
            "Next",
            "Next.js",
            "NextAuth.js",
            "PHP.net",
            "Perl",
            "Plesk",
            "Polylang",
            "Postviewscounter",
            "Processwire",
            "Rack",
            "Ruby on Rails",
            "TYPO3",
            "Umami",
            "WP-Glogin",
            "WPML",
            "WooCommerce",
            "Wordpress",
            "Xenforo",
            "Yithemes.com",
            "f5 BIG-IP",
            "nopCommerce",
            "phpMyAdmin",
            "vBulletin");

    /** Such software of makers whose services stand there under the same name. */
    private static final Set<String> BEGINNINGS_RUN_BY_SITES = Set.of(
            "__RequestVerificationToken",
            ".AspNetCore.",
            "ASPSESSIO",
            "JSESSIO",
            "ORA_WWV_APP_",
            "comment_author_",
            "wordpress_",
            "wp-",
            "wp_");

    private SharedNames() {}

    /** Whether nothing can be told of a cookie by this name, or by this beginning of names. */
    static boolean has(String name) {
        String bare = MARK.matcher(name).replaceFirst("");
        List<String> words = Stream.of(BETWEEN_WORDS.split(bare))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        return bare.length() <= TOO_SHORT
                || SOME_ID.matcher(bare).matches()
                || (words.size() <= MOST_WORDS && WORDS.containsAll(words));
    }

    /** Whether a cookie belongs to software that sites run themselves, by what the database calls it. */
    static boolean isRunBySites(String platform, String name) {
        return RUN_BY_SITES.contains(platform)
                || BEGINNINGS_RUN_BY_SITES.stream().anyMatch(name::startsWith);
    }
}
