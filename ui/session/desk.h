// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/error_info.h"
#include "items/project_session.h"

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <functional>

QT_BEGIN_NAMESPACE
class QAction;
class QDialog;
QT_END_NAMESPACE

namespace tiebreak::ui {

class FileDialogs;
class MainWindow;
class StartPage;

/// Joins the window and the session: registers the places, opens and imports, shows what runs, what finished
/// and what waits for a word. The window knows nothing of projects, and the session nothing of windows.
class Desk : public QObject {
    Q_OBJECT

public:
    Desk(MainWindow& window, items::ProjectSession& session, StartPage& start);
    ~Desk() override;

    /// Instead of the real dialogs.
    void setFileDialogs(std::unique_ptr<FileDialogs> dialogs);
    [[nodiscard]] FileDialogs& fileDialogs() { return *dialogs_; }

    void openFile(const QString& path);
    void newProject(const QString& path);
    void openSample();
    /// Any files, by what they are: a project is opened, an eval config run, all else imported.
    void takeFiles(const QStringList& paths);
    void runConfig(const QString& path);
    /// Labels of colleagues into the open project; says in Label what came in.
    void takeLabels(const QStringList& paths);
    /// Starts what a form has set up, and shows how far it is.
    void startStored(const workbench::StoredRun& run);
    void startJudging(qint64 run, const std::vector<domain::JudgingSpec>& judgings,
                      std::optional<double> cap);
    /// Judges five items of the newest run with a rubric; says so where there is no run yet.
    void tryRubric(const QString& rubric);
    /// Places that show what labels come to read it anew.
    void labelsChanged(qint64 run);
    /// Asks for files, then takes them.
    void askImport();
    void askConfig();

    /// Where the sample's project is kept: the person's data folder.
    [[nodiscard]] static QString samplePath();

private:
    void registerPlaces();
    void buildMenus();
    void addPaletteSources();
    void connectSession();
    void showOverview();
    void showProgress();
    void showWork(const runs::Progress& progress, bool paused);
    void pauseOrGoOn();
    void showResumeBar();
    void showError(const items::ErrorInfo& error);
    void showSettings();
    void showShortcuts();
    void keepStop(); ///< where the person is in the open project
    bool goToLastStop();
    void importFiles(const QStringList& paths);
    void ensureProject(const std::function<void()>& then);
    [[nodiscard]] QString chosen(const QString& path); ///< remembers its folder
    [[nodiscard]] QString folder() const;
    void askNewProject();
    void askOpen();
    void askCopy();

    MainWindow& window_;
    items::ProjectSession& session_;
    StartPage& start_;
    std::unique_ptr<FileDialogs> dialogs_;
    QAction* newRun_ = nullptr;
    QAction* runConfig_ = nullptr;
    QAction* import_ = nullptr;
    QAction* copy_ = nullptr;
    QAction* stop_ = nullptr;
    bool stopping_ = false;
    bool pausing_ = false;
    bool followRun_ = false;                       ///< what was just started is to be shown once it is known
    std::shared_ptr<const runs::Progress> paused_; ///< where the paused run stood; null: none is paused
    bool openedPlace_ = false;                     ///< a place was shown since the file was opened
    qint64 resumeOffered_ = 0;                     ///< the run the bar is about
    bool resumeDismissed_ = false;
    items::Ticket copyTicket_;
    QPointer<QDialog> settingsDialog_;
    QPointer<QDialog> shortcutsDialog_;
    QString openFile_; ///< whose last stop is kept
};

/// The kind of a file that was dropped or named, by its content.
enum class FileKind { project, evalConfig, labels, data };
[[nodiscard]] FileKind kindOf(const QString& path);

} // namespace tiebreak::ui
