package org.consent4j;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.consent4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule dependsOnTheJdkAlone = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "javax.crypto..", "org.consent4j..")
                    .or(resideInAPackage("org.jspecify.annotations")))
            .because("users must be able to add the core to anything");

    @ArchTest
    static final ArchRule catalogueIsALeaf = noClasses()
            .that()
            .resideInAPackage("org.consent4j.catalogue")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.consent4j", "org.consent4j.preference", "org.consent4j.http"))
            .because("the leaves don't know each other, the root joins them");

    @ArchTest
    static final ArchRule preferenceIsALeaf = noClasses()
            .that()
            .resideInAPackage("org.consent4j.preference")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.consent4j", "org.consent4j.catalogue", "org.consent4j.http"))
            .because("the leaves don't know each other, the root joins them");

    @ArchTest
    static final ArchRule httpIsALeaf = noClasses()
            .that()
            .resideInAPackage("org.consent4j.http")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("org.consent4j", "org.consent4j.catalogue", "org.consent4j.preference"))
            .because("the leaves don't know each other, the root joins them");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("org.(consent4j.*)..").should().beFreeOfCycles();
}
