// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/CliProcess.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace attune::e2e {

namespace {

constexpr int kRate = 44100;
constexpr int kChannels = 2;

void appendLittle(QByteArray& bytes, std::uint32_t value, int count) {
    for (int byte = 0; byte < count; ++byte) bytes.append(static_cast<char>((value >> (8 * byte)) & 0xFFu));
}

// RIFF WAVE, 16 bit PCM.
QByteArray wavFromSamples(const std::vector<std::int16_t>& samples) {
    const auto dataBytes = static_cast<std::uint32_t>(samples.size() * 2);
    QByteArray bytes("RIFF");
    appendLittle(bytes, 36 + dataBytes, 4);
    bytes.append("WAVEfmt ");
    appendLittle(bytes, 16, 4);
    appendLittle(bytes, 1, 2);
    appendLittle(bytes, kChannels, 2);
    appendLittle(bytes, kRate, 4);
    appendLittle(bytes, kRate * kChannels * 2, 4);
    appendLittle(bytes, kChannels * 2, 2);
    appendLittle(bytes, 16, 2);
    bytes.append("data");
    appendLittle(bytes, dataBytes, 4);
    for (const std::int16_t sample : samples) appendLittle(bytes, static_cast<std::uint16_t>(sample), 2);
    return bytes;
}

// A pitch that falls and fades, another one for each index, with a little noise that differs between the
// channels.
std::vector<std::int16_t> makeTone(int index, double seconds) {
    const auto frames = static_cast<int>(seconds * kRate);
    std::vector<std::int16_t> samples;
    samples.reserve(static_cast<std::size_t>(frames) * kChannels);
    std::uint32_t noise = 12345u + static_cast<std::uint32_t>(index) * 7919u;
    double phase = 0.0;
    for (int frame = 0; frame < frames; ++frame) {
        const double position = static_cast<double>(frame) / kRate;
        const double fade = std::exp(-6.0 * position);
        phase += 2.0 * std::numbers::pi * (60.0 + 45.0 * index) * (1.0 + 2.0 * fade) / kRate;
        for (int channel = 0; channel < kChannels; ++channel) {
            noise = noise * 1664525u + 1013904223u;
            const double hiss = static_cast<double>(noise >> 16) / 65536.0 - 0.5;
            samples.push_back(static_cast<std::int16_t>(20000.0 * fade * (std::sin(phase) + 0.1 * hiss)));
        }
    }
    return samples;
}

} // namespace

QJsonObject CliResult::json() const {
    return QJsonDocument::fromJson(out).object();
}

CliResult CliHome::quickStart(int sounds, int steps, double seconds) {
    makeSounds(u("sounds"), sounds, seconds);
    CliResult made = run({u("quickstart"), u("--sounds"), path(u("sounds")), u("--steps"),
                          QString::number(steps), u("--project"), path(u("p")), u("--json")});
    setVariable(u("ATTUNE_PROJECT"), path(u("p")));
    return made;
}

QString cliProgram() {
    const QString name = QStringLiteral("attune-cli");
    return QDir(qEnvironmentVariable("ATTUNE_BIN_DIR")).filePath(name);
}

CliHome::CliHome() {
    QDir().mkpath(path());
}

QString CliHome::path(const QString& relative) const {
    return relative.isEmpty() ? m_folder.path() : m_folder.filePath(relative);
}

QProcessEnvironment CliHome::environment() const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ATTUNE_DATA_HOME"), path(QStringLiteral("data")));
    environment.insert(QStringLiteral("ATTUNE_CACHE_HOME"), path(QStringLiteral("cache")));
    environment.remove(QStringLiteral("ATTUNE_PROJECT"));
    for (auto entry = m_extra.begin(); entry != m_extra.end(); ++entry)
        environment.insert(entry.key(), entry.value());
    return environment;
}

std::unique_ptr<QProcess> CliHome::start(const QStringList& arguments, const QString& folder) const {
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment());
    process->setWorkingDirectory(folder.isEmpty() ? path() : folder);
    process->start(cliProgram(), arguments);
    return process;
}

CliResult CliHome::run(const QStringList& arguments, const QString& folder, int limitMs) const {
    const auto process = start(arguments, folder);
    CliResult result;
    if (!process->waitForFinished(limitMs)) {
        process->kill();
        process->waitForFinished();
        result.err = "did not end in time\n";
    } else {
        result.exitCode = process->exitCode();
        result.crashed = process->exitStatus() == QProcess::CrashExit;
    }
    result.out = process->readAllStandardOutput();
    result.err += process->readAllStandardError();
    return result;
}

void CliHome::makeSounds(const QString& relativeFolder, int count, double seconds) const {
    constexpr std::array<const char*, 4> kKinds{"kick", "snare", "pad", "bass"};
    const QDir folder(path(relativeFolder));
    QDir().mkpath(folder.path());
    for (int index = 0; index < count; ++index) {
        const QString kind = QString::fromLatin1(kKinds[static_cast<std::size_t>(index) % kKinds.size()]);
        QFile file(
            folder.filePath(QStringLiteral("%1_%2.wav").arg(kind).arg(index, 2, 10, QLatin1Char('0'))));
        if (file.open(QIODevice::WriteOnly)) file.write(wavFromSamples(makeTone(index, seconds)));
    }
}

bool waitForText(QProcess& process, const QByteArray& text, QByteArray& collected, int limitMs) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < limitMs) {
        collected += process.readAllStandardError();
        if (collected.contains(text)) return true;
        if (process.state() == QProcess::NotRunning) return false;
        process.waitForReadyRead(200);
    }
    return false;
}

} // namespace attune::e2e
