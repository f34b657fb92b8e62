// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ErrorText.h"

#include "ui/widgets/EngineText.h"

namespace attune::ui {

namespace {

QString fromUtf8(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

ErrorText ErrorTexts::of(const Error& error, const QString& whatFailed) {
    QString reason;
    QString remedy = engineText(error.remedy);
    const auto say = [&](const QString& why, const QString& what) {
        reason = why;
        if (remedy.isEmpty()) remedy = what;
    };
    switch (error.code) {
    case ErrorCode::Cancelled:
        say(tr("it was stopped"), tr("Start it again when you like; finished parts are kept."));
        break;
    case ErrorCode::NotFound:
        say(isEngineText(error.message) ? engineText(error.message) : tr("something it needs is not there"),
            tr("Check that the drive is connected and the file was not moved."));
        break;
    case ErrorCode::AlreadyExists:
        say(isEngineText(error.message) ? engineText(error.message)
                                        : tr("something of that name exists already"),
            tr("Choose another name."));
        break;
    case ErrorCode::PermissionDenied:
        say(tr("the system does not allow it there"), tr("Choose a folder that you may write to."));
        break;
    case ErrorCode::DiskFull:
        say(tr("the disk is full"), tr("Free some space, for example in Runs ▸ Clean up, and try again."));
        break;
    case ErrorCode::ReadFailed:
        say(tr("a file could not be read"), tr("Check the drive, then try again."));
        break;
    case ErrorCode::WriteFailed:
        say(tr("a file could not be written"),
            tr("Check the drive, then try again. The old file is unharmed."));
        break;
    case ErrorCode::UnsupportedFormat:
        say(isEngineText(error.message) ? engineText(error.message)
                                        : tr("this kind of file is not supported"),
            tr("Convert it to WAV or FLAC, or a model to .safetensors."));
        break;
    case ErrorCode::Corrupt:
        say(tr("a file is damaged or incomplete"), tr("Copy or download it again, or use another one."));
        break;
    case ErrorCode::Refused:
        say(engineText(error.message), tr("Choose another file."));
        break;
    case ErrorCode::InvalidArgument:
    case ErrorCode::InvalidConfig:
        say(tr("a setting is not possible: %1").arg(engineText(error.message)),
            tr("Change it and try again."));
        break;
    case ErrorCode::MissingKey:
    case ErrorCode::ShapeMismatch:
        say(tr("the weights do not fit the model's configuration"),
            tr("Use the model_config.json that belongs to this file."));
        break;
    case ErrorCode::DeviceUnavailable:
        say(tr("the graphics card cannot be used"),
            tr("Open Help ▸ Doctor to see why, or use the processor in Settings."));
        break;
    case ErrorCode::DeviceOutOfMemory:
        say(tr("the graphics card ran out of memory"),
            tr("Lower the batch, the clip length or choose the 8 GB preset."));
        break;
    case ErrorCode::OutOfMemory:
        say(tr("the computer ran out of memory"), tr("Close other programs, or lower the batch."));
        break;
    case ErrorCode::NonFinite:
        say(tr("the numbers exploded"),
            tr("Start a new run with a lower learning rate. To go on from the last checkpoint, export it and "
               "start from that file."));
        break;
    case ErrorCode::Locked:
        say(tr("another window has this project open"), tr("Close it there first."));
        break;
    case ErrorCode::VersionTooNew:
        say(tr("it was made by a newer Attune"),
            tr("Update Attune to change it; here it can only be looked at."));
        break;
    case ErrorCode::Internal:
        say(tr("something unexpected happened"),
            tr("Try again; if it happens again, copy the details into a report."));
        break;
    }
    return {tr("%1: %2.").arg(whatFailed, reason), remedy,
            QStringLiteral("%1: %2").arg(QString::fromLatin1(errorCodeName(error.code).data()),
                                         fromUtf8(error.describe()))};
}

} // namespace attune::ui
