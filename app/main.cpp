// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the window: tiebreak [FILE] [--theme light|dark|system] [--sample] [--pictures FOLDER].
#include "items/project_session.h"
#include "ui/session/desk.h"
#include "ui/session/picture_taker.h"
#include "ui/session/settings_dialog.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/shell/work_strip.h"
#include "ui/start/start_page.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>

using namespace tiebreak::ui;

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("tiebreak"));
    QApplication::setApplicationDisplayName(QStringLiteral("Tiebreak"));
    QApplication::setApplicationVersion(QStringLiteral(TIEBREAK_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("tiebreak"));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Compares fine-tuned language models on your own items."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("a .tiebreak project to open"),
                                 QStringLiteral("[FILE]"));
    const QCommandLineOption themeOption(QStringLiteral("theme"),
                                         QStringLiteral("light, dark or system; kept for the next start"),
                                         QStringLiteral("MODE"));
    const QCommandLineOption picturesOption(QStringLiteral("pictures"),
                                            QStringLiteral("keep a picture of each place in FOLDER, and end"),
                                            QStringLiteral("FOLDER"));
    const QCommandLineOption sampleOption(QStringLiteral("sample"),
                                          QStringLiteral("open the sample that comes with the program"));
    parser.addOptions({themeOption, sampleOption, picturesOption});
    parser.process(application);

    Settings settings;
    if (parser.isSet(themeOption)) {
        const QString mode = parser.value(themeOption);
        if (mode != QLatin1String("light") && mode != QLatin1String("dark") &&
            mode != QLatin1String("system")) {
            qCritical("--theme %s: not a theme; it is light, dark or system", qUtf8Printable(mode));
            return 2;
        }
        settings.set(Settings::Key::themeMode, mode);
    }

    Theme::install(application);
    SettingsDialog::applyLooks(settings);
    tiebreak::items::ProjectSession session;
    MainWindow window(settings);
    auto* start = new StartPage;
    start->setRecentFiles(settings.get(Settings::Key::recentFiles).toStringList());
    window.setStartPage(start);
    window.workStrip()->setPrivacy(MainWindow::tr("No key stored · nothing leaves this computer"));
    Desk desk(window, session, *start);
    window.show();
    if (!parser.positionalArguments().isEmpty()) {
        desk.takeFiles(parser.positionalArguments());
    } else if (parser.isSet(sampleOption)) {
        desk.openSample();
    }
    if (parser.isSet(picturesOption)) {
        new PictureTaker(window, session, parser.value(picturesOption));
    }
    return QApplication::exec();
}
