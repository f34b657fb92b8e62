// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "tests/ui/audio/FakeDevices.h"
#include "ui/audio/AudioOutput.h"
#include "ui/audio/Player.h"
#include "ui/shell/News.h"

#include <QtTest>

using namespace attune;
using namespace attune::ui;

class tst_News : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void soundDevicesThatGoAndReturnAreTold();
};

void tst_News::soundDevicesThatGoAndReturnAreTold() {
    const OutputDevice speakers = FakeDevices::named(QStringLiteral("Speakers"), 44'100, true);
    const OutputDevice phones = FakeDevices::named(QStringLiteral("Phones"), 44'100);
    auto made = std::make_unique<FakeDevices>();
    FakeDevices* list = made.get();
    list->set({speakers, phones});
    auto mixer = std::make_unique<PlaybackMixer>();
    auto output = std::make_unique<QtAudioOutput>(*mixer, std::move(made));
    Player player(std::move(mixer), std::move(output));
    fakes::Project project;
    fakes::Models models;
    News news({project, models, player});
    list->set({phones});
    QVERIFY(news.isVisible() && news.sentence().contains(phones.name));
    list->set({});
    QVERIFY2(news.sentence().contains(QStringLiteral("has stopped")), qPrintable(news.sentence()));
    QVERIFY(news.sentence().contains(phones.name));
    news.hide();
    Q_EMIT player.unheard(); // it has been said
    QVERIFY(!news.isVisible());
    list->set({speakers});
    QVERIFY(news.isVisible() && news.sentence().contains(speakers.name));
    news.hide();
    list->set({speakers, phones}); // nothing that concerns what sounds
    QVERIFY(!news.isVisible());
}

int main(int argc, char** argv) {
    return runGuiTest<tst_News>(argc, argv);
}
#include "tst_News.moc"
