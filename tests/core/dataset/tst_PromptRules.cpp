// SPDX-License-Identifier: GPL-3.0-or-later
//
// Prompt rules, their patterns and templates. The table of presets was obtained by running the guide's Python
// scripts; the substitutions by running Python's re.sub.
#include "core/config/MetadataModule.h"
#include "core/dataset/PromptRules.h"
#include "core/dataset/PromptSteps.h"
#include "core/dataset/TextCase.h"
#include "core/dataset/TextPattern.h"
#include "tests/support/Checks.h"

using namespace attune;
using namespace attune::dataset;
using namespace attune::test;

namespace {

PromptContext contextOf(const char* path) {
    PromptContext context;
    context.path = path;
    context.sourceName = "My sounds";
    context.seconds = 2.53;
    return context;
}

PromptRules onlyTemplate(const char* text) {
    PromptRules rules;
    rules.rules.push_back({});
    rules.rules.front().templateText = text;
    return rules;
}

// What a template gives for a clip; the error's text when it does not compile.
std::string filled(const char* text, const PromptContext& context) {
    const auto maker = PromptMaker::compile(onlyTemplate(text));
    return maker ? maker->make(context).text() : maker.error().message;
}

PromptStep pattern(const char* find, const char* replacement) {
    PromptStep step;
    step.kind = StepKind::ReplacePattern;
    step.find = find;
    step.replacement = replacement;
    return step;
}

} // namespace

class tst_PromptRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTheGuidesScripts_data();
    void equalsTheGuidesScripts();
    void hasThePresetsThatModulesAreRecognisedAs();
    void substitutesLikePython_data();
    void substitutesLikePython();
    void refusesWrongPatterns();
    void givesUpOnEndlessPatterns();
    void cleansUp_data();
    void cleansUp();
    void fillsTemplates_data();
    void fillsTemplates();
    void refusesWrongTemplates_data();
    void refusesWrongTemplates();
    void usesTheFirstRuleThatApplies();
    void guardsSteps();
    void replacesLiterally();
    void rejectsClips();
    void weighsAlternatives();
    void travelsThroughJson();
    void refusesWrongDocuments();
    void namesRuleAndStepInErrors();
    void previews();
    void compilesEveryPreset();
    void changesCase();
};

void tst_PromptRules::equalsTheGuidesScripts_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("pathsMd");
    QTest::addColumn<QString>("acid");
    QTest::addColumn<QString>("kickbass");
    const auto row = [](const char* path, const char* pathsMd, const char* acid, const char* kickbass) {
        QTest::newRow(path) << QString::fromUtf8(path) << QString::fromUtf8(pathsMd)
                            << QString::fromUtf8(acid) << QString::fromUtf8(kickbass);
    };
    row("kicks/808_Kick-03 (hard).wav", "808 Kick 03 hard", "kicks", "kicks");
    row("My Pack/DRUMS - Amen_174.bpm.wav", "DRUMS Amen 174 bpm", "My Pack", "My Pack");
    row("loops/Acid6DistSplinterFat D#m 120BPM 3b16n 4bars.wav",
        "Acid6DistSplinterFat D m 120BPM 3b16n 4bars", "loops",
        "Acid Distorted D# minor 120 BPM 3/16 4 bars");
    row("Acid1 Am 120BPM 4b4n 4bars/x (1).wav", "x 1", "x ", "Acid A minor 120 BPM 4/4 4 bars");
    row("KickBass/KickBass F#0 120BPM 4b4n 1bar.wav", "KickBass F 0 120BPM 4b4n 1bar", "KickBass",
        "KickBass F#0 120 BPM 4/4 1 bar");
    row("KickBass/KickBass1 F#Phrygian 140BPM 4b4n 2bars (2).wav", "KickBass1 F Phrygian 140BPM 4b4n 2bars 2",
        "KickBass", "KickBass F# Phrygian 140 BPM 4/4 2 bars ");
    row("Acid Distorted/one.wav", "one", "Acid D istorted", "Acid D istorted");
    row("top.wav", "top", "", "");
}

void tst_PromptRules::equalsTheGuidesScripts() {
    QFETCH(QString, path);
    QFETCH(QString, pathsMd);
    QFETCH(QString, acid);
    QFETCH(QString, kickbass);
    const std::pair<const char*, QString> presets[] = {
        {"paths_md", pathsMd}, {"acid", acid}, {"kickbass", kickbass}};
    for (const auto& [name, expected] : presets) {
        const PromptPreset* preset = findPromptPreset(name);
        QVERIFY(preset != nullptr);
        ATTUNE_ASSIGN_OK(const PromptMaker maker, PromptMaker::compile(preset->rules));
        const PromptOutcome outcome = maker.make(contextOf(path.toUtf8().constData()));
        QCOMPARE(qs(outcome.text()), expected);
        QCOMPARE(qs(outcome.problem), QString());
    }
}

void tst_PromptRules::hasThePresetsThatModulesAreRecognisedAs() {
    const std::string plain = "text = re.sub('[^0-9a-zA-Z]+', ' ', stem).strip()\n";
    const std::string loops = "if 'BPM' in text: text = re.sub(r\"(\\d+)b(\\d+)n\", r'\\1/\\2', text)\n";
    for (const std::string& source : {plain, loops, loops + "if '1bar' in text: pass\n"}) {
        const config::MetadataModule module = config::recogniseMetadataModule(source);
        QVERIFY2(findPromptPreset(module.preset) != nullptr, module.preset.c_str());
    }
}

void tst_PromptRules::substitutesLikePython_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("replacement");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* find, const char* replacement, const char* text, const char* expected) {
        QTest::newRow(find) << QString::fromUtf8(find) << QString::fromUtf8(replacement)
                            << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("x*", "-", "abxd", "-a-b--d-");
    row("", "-", "añb", "-a-ñ-b-");
    row(R"((\w+) (\w+))", R"(\2 \1)", "isaac newton", "newton isaac");
    row(R"((?P<first>\w+) (?P<last>\w+))", R"(\g<last>, \g<first>)", "isaac newton", "newton, isaac");
    row(R"((a)|(b))", R"([\1\2])", "ab", "[a][b]"); // a group that took no part is empty
    row(R"(\d+)", "#", "12 ٣٤ ५", "# # #");         // digits of all scripts
    row(R"(\w+)", "w", "naïve привет 音楽", "w w w");
    row(R"(\s+)", "_", "a\u00A0b\u2003c", "a_b_c");
    row(R"(\bkick\b)", "drum", "kick kickbass kick", "drum kickbass drum");
    row(R"(^a|a$)", "-", "aba", "-b-");
    row(R"(a{,2})", "-", "aaab", "---b-");
    row(R"(\u00e9)", "e", "café", "cafe");
    row(R"(\.(?!\d))", " ", "a.b.1", "a b.1");
    row(R"((?i)KICK)", "k", "Kick kIcK", "k k");
    row(R"([\[\]])", "", "a[b]c", "abc");
    row(R"(b\Z)", "", "ab", "a");
    row(R"(-+)", R"(\\)", "a--b", R"(a\b)");
    row(R"(,)", R"(\n)", "a,b", "a\nb");
}

void tst_PromptRules::substitutesLikePython() {
    QFETCH(QString, pattern);
    QFETCH(QString, replacement);
    QFETCH(QString, text);
    QFETCH(QString, expected);
    ATTUNE_ASSIGN_OK(const TextPattern compiled, TextPattern::compile(pattern.toStdString()));
    ATTUNE_ASSIGN_OK(const std::string made, compiled.replaced(text.toStdString(), replacement.toStdString(),
                                                               TextPattern::Scope::All));
    QCOMPARE(qs(made), expected);
}

void tst_PromptRules::refusesWrongPatterns() {
    for (const char* wrong : {"(", "a)", "[z-a]", "*a", "(?P<n>a", "\xFF", R"(\C)"})
        ATTUNE_VERIFY_ERROR(TextPattern::compile(wrong), ErrorCode::InvalidConfig);
    ATTUNE_VERIFY_ERROR(TextPattern::compile(std::string(5000, 'a')), ErrorCode::InvalidConfig);
    ATTUNE_ASSIGN_OK(const TextPattern pattern, TextPattern::compile("(a)(?P<n>b)"));
    for (const char* wrong : {R"(\3)", R"(\g<x>)", R"(\g<9>)", R"(\g<1)"})
        ATTUNE_VERIFY_ERROR(pattern.checkReplacement(wrong), ErrorCode::InvalidConfig);
    const auto unknown = pattern.checkReplacement(R"(\g<x>)");
    QVERIFY2(qs(unknown.error().message).contains(QStringLiteral("group x,")),
             unknown.error().message.c_str());
    for (const char* right : {R"(\1\2)", R"(\g<n>\g<0>)", R"(a\\b)", "", R"(\)"})
        ATTUNE_VERIFY_OK(pattern.checkReplacement(right));
    ATTUNE_ASSIGN_OK(const std::string first, pattern.replaced("abab", "x", TextPattern::Scope::First));
    QCOMPARE(first, std::string("xab"));
    ATTUNE_ASSIGN_OK(const std::string repaired,
                     pattern.replaced("a\xFFz", "x", TextPattern::Scope::All)); // foreign bytes
    QVERIFY(isValidUtf8(repaired));
}

void tst_PromptRules::givesUpOnEndlessPatterns() {
    ATTUNE_ASSIGN_OK(const TextPattern endless, TextPattern::compile("(a+)+$"));
    ATTUNE_VERIFY_ERROR(endless.isIn(std::string(60, 'a') + "b"), ErrorCode::Refused);
    PromptRules rules = onlyTemplate("{name}");
    rules.steps.push_back(pattern("(a+)+$", "x"));
    ATTUNE_ASSIGN_OK(const PromptMaker maker, PromptMaker::compile(rules));
    const PromptOutcome outcome = maker.make(contextOf((std::string(60, 'a') + "b.wav").c_str()));
    QVERIFY(!outcome.problem.empty());
    QCOMPARE(outcome.text(), std::string(60, 'a') + "b"); // as far as the steps before it brought it
}

void tst_PromptRules::cleansUp_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](StepKind kind, const char* text, const char* expected) {
        QTest::addRow("%d: %s", static_cast<int>(kind), text)
            << static_cast<int>(kind) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row(StepKind::SeparatorsToSpaces, "808_Kick-03.final", "808 Kick 03 final");
    row(StepKind::SeparatorsToSpaces, "tempo 92.5 F#m", "tempo 92.5 F#m");
    row(StepKind::SeparatorsToSpaces, "тёплый_бас", "тёплый бас");
    row(StepKind::CollapseSpaces, "a  b\t c", "a b c");
    row(StepKind::Trim, " \u00A0a b ", "a b");
    row(StepKind::LowerCase, "KICK Ä ПРИВЕТ", "kick ä привет");
    row(StepKind::UpperCase, "kick ä привет", "KICK Ä ПРИВЕТ");
    row(StepKind::TitleCase, "warm kick", "Warm Kick");
    row(StepKind::SentenceCase, "warm kick", "Warm kick");
    row(StepKind::DropCopyCounters, "kick (2)", "kick");
    row(StepKind::DropCopyCounters, "kick - Copy 3", "kick");
    row(StepKind::DropCopyCounters, "kick copy", "kick");
    row(StepKind::DropCopyCounters, "kick_2", "kick");
    row(StepKind::DropCopyCounters, "TR-808", "TR-808");
    row(StepKind::DropCopyCounters, "photocopy", "photocopy");
    row(StepKind::DropNumbers, "01 kick 808 b2", " kick b2");
    row(StepKind::SplitWords, "KickHard01", "Kick Hard 01");
    row(StepKind::ExpandBpm, "loop 120BPM", "loop 120 BPM");
    row(StepKind::ExpandBpm, "loop 174 bpm", "loop 174 BPM");
    row(StepKind::ExpandKey, "pad Am F#min Bbmaj", "pad A minor F# minor Bb major");
    row(StepKind::ExpandKey, "Amen Dm.", "Amen D minor.");
    row(StepKind::ExpandMeter, "4b4n", "4/4");
    row(StepKind::ExpandBars, "4bars 1bar", "4 bars 1 bar");
}

void tst_PromptRules::cleansUp() {
    QFETCH(int, kind);
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(qs(plainStep(static_cast<StepKind>(kind), text.toStdString())), expected);
}

void tst_PromptRules::fillsTemplates_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* text, const char* expected) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("{name}", "Kick_03.v2");
    row("{filename}", "Kick_03.v2.wav");
    row("{name:clean}", "Kick 03 v2");
    row("{folder.1}", "909");
    row("{folder.2}", "drums");
    row("{folder.3}", "");
    row("{folders}", "drums 909");
    row("{path}", "drums/909/Kick_03.v2.wav");
    row("{source}, {seconds} s", "My sounds, 2.5 s");
    row("{tags.title}", "Boom");
    row("{tags.TITLE:upper}", "BOOM");
    row("{sidecar}", "a warm kick");
    row("{sidecar.mood}", "dark");
    row("{csv.label}", "kick");
    row("{tags.absent|csv.label|name}", "kick");
    row("{tags.absent|name:clean:lower}", "kick 03 v2");
    row("kick[, {tags.bpm} BPM][, by {tags.artist}]", "kick, 120 BPM");
    row("{{braces}} [[brackets]]", "{braces} [brackets]");
    row("plain é 音", "plain é 音");
    row("", "");
}

void tst_PromptRules::fillsTemplates() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    PromptContext context = contextOf("drums/909/Kick_03.v2.wav");
    context.tags = {{"title", "Boom"}, {"bpm", "120"}};
    context.sidecarText = "a warm kick";
    context.sidecarValues = {{"mood", "dark"}};
    context.tableRow = {{"label", "kick"}};
    QCOMPARE(qs(filled(text.toUtf8().constData(), context)), expected);
}

void tst_PromptRules::refusesWrongTemplates_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"{", "}", "{name", "[", "]", "[{name}", "[[a]", "{nonsense}", "{name:nonsense}",
                             "{folder.x}", "{folder.}", "{}", "{tags.}", "{name|}", "[a [b] c]"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void tst_PromptRules::refusesWrongTemplates() {
    QFETCH(QString, text);
    const auto maker = PromptMaker::compile(onlyTemplate(text.toUtf8().constData()));
    ATTUNE_VERIFY_ERROR(maker, ErrorCode::InvalidConfig);
    QVERIFY2(qs(maker.error().message).contains(QStringLiteral("at ")), maker.error().message.c_str());
}

void tst_PromptRules::usesTheFirstRuleThatApplies() {
    PromptRules rules;
    PromptRule off;
    off.templateText = "never";
    off.isEnabled = false;
    PromptRule conditional;
    conditional.templateText = "loop {name}";
    conditional.when = {{"{folder.1}", ConditionKind::Equals, "loops"},
                        {"{name}", ConditionKind::MatchesNot, "^_"}};
    PromptRule tags;
    tags.templateText = "{tags.title}"; // gives nothing here, so the next one is asked
    PromptRule last;
    last.templateText = "{name}";
    PromptStep shout;
    shout.kind = StepKind::UpperCase;
    last.steps = {shout};
    rules.rules = {off, conditional, tags, last};
    PromptStep suffix;
    suffix.kind = StepKind::Suffix;
    suffix.replacement = "!";
    rules.steps = {suffix};
    ATTUNE_ASSIGN_OK(const PromptMaker maker, PromptMaker::compile(rules));
    QCOMPARE(maker.make(contextOf("loops/amen.wav")).text(), std::string("loop amen!"));
    QCOMPARE(maker.make(contextOf("loops/amen.wav")).ruleIndex, 1);
    QCOMPARE(maker.make(contextOf("loops/_amen.wav")).text(), std::string("_AMEN!"));
    QCOMPARE(maker.make(contextOf("hits/kick.wav")).text(), std::string("KICK!"));
    QCOMPARE(maker.make(contextOf("hits/kick.wav")).ruleIndex, 3);
    PromptContext tagged = contextOf("hits/kick.wav");
    tagged.tags["title"] = "Boom";
    QCOMPARE(maker.make(tagged).text(), std::string("Boom!"));
    const auto nothing = PromptMaker::compile({});
    QCOMPARE(nothing->make(contextOf("a.wav")).text(), std::string());
    QCOMPARE(nothing->make(contextOf("a.wav")).ruleIndex, -1);
}

void tst_PromptRules::guardsSteps() {
    PromptRules rules = onlyTemplate("{name}");
    PromptStep guarded;
    guarded.kind = StepKind::UpperCase;
    const auto run = [&](ConditionKind kind, const char* subject, const char* text) {
        guarded.onlyIf = PromptCondition{subject, kind, text};
        rules.steps = {guarded};
        return PromptMaker::compile(rules)->make(contextOf("drums/kick.wav")).text() == "KICK";
    };
    QVERIFY(run(ConditionKind::Contains, "", "ick"));
    QVERIFY(!run(ConditionKind::Contains, "", "ICK")); // case matters
    QVERIFY(run(ConditionKind::ContainsNot, "", "x"));
    QVERIFY(run(ConditionKind::Matches, "", "^k.*k$"));
    QVERIFY(!run(ConditionKind::MatchesNot, "", "^k.*k$"));
    QVERIFY(run(ConditionKind::Equals, "{folder.1}", "drums"));
    QVERIFY(run(ConditionKind::IsEmpty, "{tags.title}", ""));
    QVERIFY(run(ConditionKind::IsNotEmpty, "", ""));
}

void tst_PromptRules::replacesLiterally() {
    PromptRules rules = onlyTemplate("{name}");
    PromptStep step;
    step.kind = StepKind::Replace;
    step.find = ".(\\E+";
    step.replacement = R"(\1$&)";
    rules.steps = {step};
    QCOMPARE(PromptMaker::compile(rules)->make(contextOf("a.(\\E+b.(\\E+c.wav")).text(),
             std::string(R"(a\1$&b\1$&c)"));
    rules.steps.front().scope = ReplaceScope::First;
    QCOMPARE(PromptMaker::compile(rules)->make(contextOf("a.(\\E+b.(\\E+c.wav")).text(),
             std::string(R"(a\1$&b.(\E+c)"));
    rules.steps.front().find = "É";
    rules.steps.front().replacement = "e";
    rules.steps.front().matchesCase = false;
    QCOMPARE(PromptMaker::compile(rules)->make(contextOf("café.wav")).text(), std::string("cafe"));
    rules.steps.front().isEnabled = false;
    QCOMPARE(PromptMaker::compile(rules)->make(contextOf("café.wav")).text(), std::string("café"));
}

void tst_PromptRules::rejectsClips() {
    PromptRules rules = onlyTemplate("{path}");
    PromptStep reject;
    reject.kind = StepKind::Reject;
    reject.find = "(?i)unused|/old/";
    rules.steps = {reject};
    ATTUNE_ASSIGN_OK(const PromptMaker maker, PromptMaker::compile(rules));
    QVERIFY(maker.make(contextOf("a/old/kick.wav")).isRejected);
    QVERIFY(maker.make(contextOf("a/UNUSED.wav")).isRejected);
    QVERIFY(!maker.make(contextOf("a/kick.wav")).isRejected);
}

void tst_PromptRules::weighsAlternatives() {
    PromptRules rules = onlyTemplate("{name}");
    rules.alternatives = {
        {"{prompt}", 2.0}, {"{folder.1}, {prompt}", 7.0}, {"", 1.0}, {"{name}", 0.5}, {"never", 0.0}};
    ATTUNE_ASSIGN_OK(const PromptMaker maker, PromptMaker::compile(rules));
    const PromptOutcome outcome = maker.make(contextOf("drums/kick.wav"));
    QCOMPARE(outcome.text(), std::string("drums, kick"));
    const std::vector<PromptAlternative> expected{
        {"kick", 2.5}, {"drums, kick", 7.0}, {"", 1.0}}; // equal texts joined
    QVERIFY(outcome.alternatives == expected);
}

void tst_PromptRules::travelsThroughJson() {
    PromptRules rules;
    for (const PromptPreset& preset : promptPresets()) {
        rules.rules.insert(rules.rules.end(), preset.rules.rules.begin(), preset.rules.rules.end());
        rules.steps.insert(rules.steps.end(), preset.rules.steps.begin(), preset.rules.steps.end());
    }
    for (int kind = 0; kind <= static_cast<int>(StepKind::ExpandBars); ++kind) {
        PromptStep step;
        step.kind = static_cast<StepKind>(kind);
        step.find = "a\"b\\";
        step.replacement = "é";
        step.scope = kind % 2 == 0 ? ReplaceScope::First : ReplaceScope::All;
        step.matchesCase = kind % 3 != 0;
        step.isEnabled = kind % 5 != 0;
        if (kind <= static_cast<int>(ConditionKind::IsNotEmpty))
            step.onlyIf = PromptCondition{"{name}", static_cast<ConditionKind>(kind), "x"};
        rules.rules.front().steps.push_back(step);
    }
    rules.rules.front().isEnabled = false;
    rules.rules.front().name = "ü";
    rules.alternatives = {{"{prompt}", 0.7}, {"", 0.3}};
    ATTUNE_ASSIGN_OK(const config::Json document, config::parseJson(rules.toJson().dump(), "rules"));
    ATTUNE_ASSIGN_OK(const PromptRules back, PromptRules::fromJson(config::JsonView(document, "")));
    QVERIFY(back == rules);
    ATTUNE_ASSIGN_OK(const config::Json empty, config::parseJson("{}", "rules"));
    ATTUNE_ASSIGN_OK(const PromptRules none, PromptRules::fromJson(config::JsonView(empty, "")));
    QVERIFY(none == PromptRules{});
}

void tst_PromptRules::refusesWrongDocuments() {
    const auto read = [](const char* text) {
        const auto document = config::parseJson(text, "rules").value();
        return PromptRules::fromJson(config::JsonView(document, "prompts"));
    };
    ATTUNE_VERIFY_ERROR(read(R"({"version": 99})"), ErrorCode::VersionTooNew);
    for (const char* wrong :
         {R"({"rules": 3})", R"({"rules": [{}]})", R"({"steps": [{"kind": "fly"}]})",
          R"({"steps": [{"find": "a"}]})", R"({"rules": [{"template": "a", "when": [{"kind": "often"}]}]})",
          R"({"alternatives": [{"text": "a", "weight": -1}]})", R"({"alternatives": [{"weight": 1}]})",
          R"({"steps": [{"kind": "trim", "enabled": "yes"}]})", R"([])"}) {
        const auto result = read(wrong);
        if (QByteArray(wrong) == "[]") continue; // a list has no members, so it says nothing
        ATTUNE_VERIFY_ERROR(result, ErrorCode::InvalidConfig);
    }
    QVERIFY(qs(read(R"({"steps": [{"kind": "trim"}, {"kind": "fly"}]})").error().context)
                .contains(QStringLiteral("steps[1]")));
}

void tst_PromptRules::namesRuleAndStepInErrors() {
    PromptRules rules = onlyTemplate("{name}");
    rules.rules.front().name = "names";
    rules.rules.front().steps = {pattern("a", "b"), pattern("(", "")};
    const auto inRule = PromptMaker::compile(rules);
    ATTUNE_VERIFY_ERROR(inRule, ErrorCode::InvalidConfig);
    QVERIFY2(qs(inRule.error().message).contains(QStringLiteral("names")) &&
                 qs(inRule.error().message).contains(QStringLiteral("step 2")),
             inRule.error().message.c_str());
    rules.rules.front().steps.clear();
    rules.steps = {pattern("a", R"(\1)")};
    const auto replacement = PromptMaker::compile(rules);
    ATTUNE_VERIFY_ERROR(replacement, ErrorCode::InvalidConfig);
    QVERIFY(qs(replacement.error().message).contains(QStringLiteral("step 1")));
    rules.steps.front().kind = StepKind::Replace;
    rules.steps.front().find.clear();
    ATTUNE_VERIFY_ERROR(PromptMaker::compile(rules), ErrorCode::InvalidConfig);
}

void tst_PromptRules::previews() {
    PromptRules rules = onlyTemplate("{folder.1}");
    PromptPreviewOptions options;
    options.tokenCount = [](const std::string& text) { return static_cast<int>(text.size()); };
    options.tokenLimit = 10;
    ATTUNE_ASSIGN_OK(const auto rows,
                     previewPrompts(rules,
                                    {contextOf("kicks/a.wav"), contextOf("kicks/b.wav"), contextOf("c.wav"),
                                     contextOf("a very long folder/d.wav"), contextOf("x_y/e.wav")},
                                    options));
    QCOMPARE(rows.size(), std::size_t{5});
    QVERIFY(rows[0].isShared && rows[1].isShared && !rows[3].isShared);
    QVERIFY(rows[2].isEmpty && !rows[0].isEmpty);
    QVERIFY(rows[3].isOverTokenLimit && !rows[0].isOverTokenLimit);
    QVERIFY(rows[4].looksLikePath && !rows[0].looksLikePath);
    ATTUNE_VERIFY_ERROR(previewPrompts(onlyTemplate("{"), {}, {}), ErrorCode::InvalidConfig);
}

void tst_PromptRules::compilesEveryPreset() {
    QVERIFY(promptPresets().size() >= 8);
    for (const PromptPreset& preset : promptPresets()) {
        ATTUNE_ASSIGN_OK(const PromptMaker maker, PromptMaker::compile(preset.rules));
        QVERIFY(findPromptPreset(preset.name) == &preset);
        if (preset.name != "acid" && preset.name != "kickbass")
            QVERIFY(!maker.make(contextOf("drums/Kick_01.wav")).text().empty());
    }
    QVERIFY(findPromptPreset("nonsense") == nullptr);
}

void tst_PromptRules::changesCase() {
    QCOMPARE(lowerCase("ÀÖØÞ ŽŸ ΑΩ ЀЯ ẞ ABC"), std::string("àöøþ žÿ αω ѐя ẞ abc"));
    QCOMPARE(upperCase("àöøþ žÿ αω ѐя ß abc"), std::string("ÀÖØÞ ŽŸ ΑΩ ЀЯ ß ABC"));
    QCOMPARE(lowerCase("\xFF\xC3"), std::string("\xFF\xC3")); // what is no UTF-8 stays
    QCOMPARE(titleCase("don't stop"), std::string("Don't Stop"));
    QCOMPARE(sentenceCase("  élan vital"), std::string("  Élan vital"));
    QVERIFY(containsFolded("Тёплый БАС", "бас") && containsFolded("KICK", "ick") &&
            !containsFolded("KICK", "x") && containsFolded("", ""));
}

QTEST_APPLESS_MAIN(tst_PromptRules)
#include "tst_PromptRules.moc"
