// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/history.h"
#include "ui/shell/place.h"

#include <QHash>
#include <QMainWindow>

#include <map>

QT_BEGIN_NAMESPACE
class QStackedWidget;
class QUndoGroup;
QT_END_NAMESPACE

namespace tiebreak::ui {

class DropOverlay;
class Locator;
class MessageBar;
class PalettePopup;
class Settings;
class SideBar;
class WorkStrip;

/// The menus, in their order; one appears when something asks for it.
enum class MenuId { file, edit, view, go, run, label, help };

/// The one window: menu bar, sidebar, the stack of places with message bars over it, the bottom strip. Knows
/// nothing of projects; whoever opens one registers places and fills sidebar, strip, menus and locator.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Settings& settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Adds a place to the sidebar, the Go menu and the palette. It is made when first gone to.
    void registerPlace(const PlaceInfo& info);

    /// The page shown while no file is open; the window owns it.
    void setStartPage(QWidget* page);
    void showStart();

    /// Shows a place and hands it its target; false where there is no such place. Goes into the history.
    bool navigate(const QString& placeId, const QVariantMap& target = {});
    /// The same, or in a window of its own beside this one.
    bool go(const QString& placeId, const QVariantMap& target, bool beside);
    /// A second look at a place: a window of its own, closed with this one. Null where there is no such
    /// place.
    Place* openBeside(const QString& placeId, const QVariantMap& target);
    /// Every place that is registered, made now where it was not yet: for pages that tell of all of them.
    [[nodiscard]] QList<Place*> allPlaces();
    [[nodiscard]] QString titleOf(const QString& placeId) const;

    void goBack();
    void goForward();

    /// The place shown, null on the start page; and a place by id if it was made already.
    [[nodiscard]] Place* currentPlace() const;
    [[nodiscard]] Place* findPlace(const QString& placeId) const;

    /// The open project file for title and chooser; empty: none. Forgets the history.
    void setFile(const QString& path);

    [[nodiscard]] QMenu* menu(MenuId id);
    [[nodiscard]] SideBar* sideBar() const { return sideBar_; }
    [[nodiscard]] WorkStrip* workStrip() const { return workStrip_; }
    [[nodiscard]] Locator& locator() const { return *locator_; }
    [[nodiscard]] Settings& settings() const { return settings_; }

    /// What waits for a decision after a restart, over the place; hidden until shown.
    [[nodiscard]] MessageBar* resumeBar() const { return resumeBar_; }
    /// Errors and notices that belong to no place.
    [[nodiscard]] MessageBar* messageBar() const { return messageBar_; }

    void openPalette(const QString& typed = {});

signals:
    void filesDropped(const QStringList& paths);
    /// A file from the chooser in the sidebar, and "Open another file…".
    void fileChosen(const QString& path);
    void otherFileWanted();
    void placeChanged(const QString& placeId);
    /// The window is about to close and has kept its state.
    void closing();
    void settingsWanted();
    void shortcutsWanted();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildMenus();
    void buildBody();
    void restoreGeometryOrDefault();
    void keepState();
    Place* makePlace(const QString& placeId);
    void showStop(const History::Stop& stop);
    void applyFold();
    void toggleFold();
    [[nodiscard]] QString foldKey() const;
    void updateGoActions();
    void followUndo(); ///< Undo and Redo are those of the place that is shown
    void chooseTheme(const QString& mode);

    Settings& settings_;
    Locator* locator_;
    std::map<int, PlaceInfo> infos_;
    QHash<QString, Place*> places_;
    QHash<int, QAction*> goActions_;
    QHash<int, QMenu*> menus_;
    History history_;
    QUndoGroup* undo_;
    QWidget* startPage_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    SideBar* sideBar_;
    WorkStrip* workStrip_;
    MessageBar* resumeBar_;
    MessageBar* messageBar_;
    PalettePopup* palette_;
    DropOverlay* dropOverlay_;
    QAction* foldAction_;
    QAction* backAction_;
    QAction* forwardAction_;
    QAction* filterAction_;
};

} // namespace tiebreak::ui
