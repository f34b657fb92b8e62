// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/ClipText.h"

#include "ui/bridge/EncodeService.h"
#include "ui/bridge/ImportedClips.h"
#include "ui/widgets/EngineText.h"
#include "ui/widgets/Quantity.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>

namespace attune::ui::cliptext {

namespace {

using dataset::ClipRecord;
using dataset::Finding;

QString translated(std::string_view text) {
    return QCoreApplication::translate(
        "Finding", QByteArray(text.data(), static_cast<qsizetype>(text.size())).constData());
}

// A typographic minus, so that columns of negative numbers line up.
QString number(double value, int decimals) {
    return QLocale().toString(value, 'f', decimals).replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace

QString length(const ClipRecord& clip) {
    const double seconds = clip.durationSeconds();
    if (seconds < 60.0) return QCoreApplication::translate("ClipText", "%1 s").arg(number(seconds, 2));
    const auto whole = static_cast<int>(std::lround(seconds));
    if (whole >= 3600)
        return QStringLiteral("%1:%2:%3")
            .arg(whole / 3600)
            .arg(whole / 60 % 60, 2, 10, QLatin1Char('0'))
            .arg(whole % 60, 2, 10, QLatin1Char('0'));
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

QString rate(const ClipRecord& clip) {
    if (!clip.sampleRate.isValid() || isImported(clip)) return QStringLiteral("–");
    const double kilo = clip.sampleRate.hz / 1000.0;
    return QCoreApplication::translate("ClipText", "%1 k")
        .arg(number(kilo, kilo == std::floor(kilo) ? 0 : 1));
}

QString channels(const ClipRecord& clip) {
    switch (clip.channelCount) {
    case 0:
        return QStringLiteral("–");
    case 1:
        return QCoreApplication::translate("ClipText", "mono");
    case 2:
        return QCoreApplication::translate("ClipText", "stereo");
    default:
        return QCoreApplication::translate("ClipText", "%1 channels").arg(clip.channelCount);
    }
}

QString loudness(const ClipRecord& clip) {
    return clip.loudnessLufs ? QStringLiteral("%1 LUFS").arg(number(*clip.loudnessLufs, 1))
                             : QStringLiteral("–");
}

QString split(const ClipRecord& clip) {
    if (!clip.isUsable()) return QCoreApplication::translate("ClipText", "left out");
    switch (clip.split) {
    case dataset::SplitSide::Train:
        return QCoreApplication::translate("ClipText", "train");
    case dataset::SplitSide::HeldOut:
        return QCoreApplication::translate("ClipText", "held out");
    case dataset::SplitSide::Unassigned:
        break;
    }
    return QStringLiteral("–");
}

QString longestSplit() {
    const QStringList answers{QCoreApplication::translate("ClipText", "left out"),
                              QCoreApplication::translate("ClipText", "train"),
                              QCoreApplication::translate("ClipText", "held out")};
    return *std::max_element(answers.begin(), answers.end(),
                             [](const QString& a, const QString& b) { return a.size() < b.size(); });
}

EncodeState encodeState(const ClipRecord& clip, const EncodeStates* states) {
    if (isImported(clip)) return EncodeState::Imported;
    if (states == nullptr || !clip.isUsable()) return EncodeState::Unknown;
    if (!std::binary_search(states->waiting.begin(), states->waiting.end(), clip.id.value))
        return EncodeState::Yes;
    return states->problems.contains(clip.id.value) ? EncodeState::Failed : EncodeState::No;
}

QString encoded(const ClipRecord& clip, const EncodeStates* states) {
    switch (encodeState(clip, states)) {
    case EncodeState::Imported:
        return QCoreApplication::translate("ClipText", "imported");
    case EncodeState::Yes:
        return QCoreApplication::translate("ClipText", "yes");
    case EncodeState::Failed:
        return QCoreApplication::translate("ClipText", "failed");
    case EncodeState::No:
        return QCoreApplication::translate("ClipText", "no");
    case EncodeState::Unknown:
        break;
    }
    return QStringLiteral("–");
}

QString encodeProblem(const ClipRecord& clip, const EncodeStates* states) {
    if (states == nullptr || isImported(clip)) return {};
    const auto problem = states->problems.find(clip.id.value);
    return problem == states->problems.end()
               ? QString()
               : QCoreApplication::translate("ClipText", "It could not be encoded: %1").arg(problem->second);
}

QString longestEncoded() {
    const QStringList answers{QCoreApplication::translate("ClipText", "imported"),
                              QCoreApplication::translate("ClipText", "failed")};
    return *std::max_element(answers.begin(), answers.end(),
                             [](const QString& a, const QString& b) { return a.size() < b.size(); });
}

QString facts(const ClipRecord& clip) {
    if (!clip.isReadable()) return engineText(clip.unreadableReason);
    if (isImported(clip))
        return QCoreApplication::translate(
                   "ClipText", "%1 · latents that were imported: trained on as they are, without their sound")
            .arg(length(clip));
    QStringList parts{length(clip), QStringLiteral("%1Hz").arg(rate(clip)), channels(clip)};
    parts << QCoreApplication::translate("Encoding", std::string(audio::encodingName(clip.encoding)).c_str());
    if (clip.loudnessLufs) parts << loudness(clip);
    if (clip.peak > 0.0F)
        parts << QCoreApplication::translate("ClipText", "peak %1 dB")
                     .arg(number(20.0 * std::log10(static_cast<double>(clip.peak)), 1));
    for (QString& part : parts) part = unbroken(std::move(part));
    return parts.join(QStringLiteral("\u00A0· ")); // lines end after a dot
}

QString findings(const ClipRecord& clip) {
    QStringList titles;
    for (const dataset::FindingFacts& facts : dataset::allFindings())
        if (clip.findings.contains(facts.finding)) titles << findingTitle(facts.finding);
    return titles.join(QStringLiteral(", "));
}

QString tooltip(const ClipRecord& clip) {
    QString text = QString::fromStdString(clip.path) + QLatin1Char('\n') + facts(clip);
    if (!clip.findings.isEmpty()) text += QLatin1Char('\n') + findings(clip);
    return text;
}

int worstSeverity(const ClipRecord& clip) {
    int worst = -1;
    for (const dataset::FindingFacts& facts : dataset::allFindings())
        if (clip.findings.contains(facts.finding)) worst = std::max(worst, static_cast<int>(facts.severity));
    return worst;
}

QString findingTitle(Finding finding) {
    return translated(dataset::factsOf(finding).title);
}
QString findingMeaning(Finding finding) {
    return translated(dataset::factsOf(finding).meaning);
}
QString findingRemedy(Finding finding) {
    return translated(dataset::factsOf(finding).remedy);
}

} // namespace attune::ui::cliptext
