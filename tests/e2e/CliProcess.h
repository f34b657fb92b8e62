// SPDX-License-Identifier: GPL-3.0-or-later
//
// CliProcess: runs the real attune-cli as a person or a script would, with data and cache folders of its own.
//
// Threads: the test's thread.
#pragma once

#include <QtCore/QDir>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QTemporaryDir>

#include <functional>
#include <memory>

namespace attune::e2e {

struct CliResult {
    int exitCode{-1};
    bool crashed{false};
    QByteArray out;
    QByteArray err;
    [[nodiscard]] QJsonObject json() const; // empty when standard output is no JSON object
};

// One temporary home for the program and the files of a test.
class CliHome {
public:
    CliHome();
    [[nodiscard]] QString path(const QString& relative = {}) const; // inside the home
    [[nodiscard]] QProcessEnvironment environment() const;
    void setVariable(const QString& name, const QString& value) { m_extra.insert(name, value); }

    // Runs to the end. `limitMs` only guards against hanging.
    [[nodiscard]] CliResult run(const QStringList& arguments, const QString& folder = {},
                                int limitMs = 300'000) const;
    // Starts it and hands it over running, with its error output merged line by line into `sawLine`.
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList& arguments,
                                                  const QString& folder = {}) const;

    // Short sounds made here: decaying tones and noises, `count` WAV files of 16 bit stereo at 44.1 kHz.
    void makeSounds(const QString& relativeFolder, int count, double seconds = 0.4) const;
    // Where most tests begin: so many sounds in "sounds", a project "p" made of them by the quick start with
    // so many steps, and named to all that follows. The answer is that of the program, as JSON.
    [[nodiscard]] CliResult quickStart(int sounds, int steps = 1, double seconds = 0.3);

private:
    QTemporaryDir m_folder;
    QMap<QString, QString> m_extra;
};

[[nodiscard]] QString cliProgram(); // of ATTUNE_BIN_DIR

// Words of command lines, with letters of every language.
[[nodiscard]] inline QString u(const char* text) {
    return QString::fromUtf8(text);
}

// Waits until the process has written `text` to its error output, or has ended. True when it was seen.
[[nodiscard]] bool waitForText(QProcess& process, const QByteArray& text, QByteArray& collected,
                               int limitMs = 120'000);

} // namespace attune::e2e
