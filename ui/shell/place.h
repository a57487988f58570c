// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/key_list.h"

#include <QVariantMap>
#include <QWidget>

#include <functional>

QT_BEGIN_NAMESPACE
class QUndoStack;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// The numbers of the places, which are their shortcuts (Ctrl+1 …) and never change, whether or not a place
/// is there.
namespace place {
inline constexpr const char* evalSets = "eval-sets";
inline constexpr const char* rubrics = "rubrics";
inline constexpr const char* models = "models";
inline constexpr const char* runs = "runs";
inline constexpr const char* compare = "compare";
inline constexpr const char* label = "label";
inline constexpr const char* charts = "charts";
inline constexpr const char* judges = "judges";
} // namespace place

/// One place of the window: what fills everything between sidebar and bottom strip. Made on the first visit.
class Place : public QWidget {
    Q_OBJECT

public:
    explicit Place(QWidget* parent = nullptr);

    [[nodiscard]] virtual QString placeId() const = 0;

    /// Called each time the place is gone to. `target` says what to show ({"run": 3}, {"item": 239}); empty:
    /// as it was left. Keys a place does not know are ignored.
    virtual void activate(const QVariantMap& target);

    /// Where the person is within the place, as a target: going back calls activate with it.
    [[nodiscard]] virtual QVariantMap location() const;

    /// Puts the focus in the place's filter (Ctrl+F); false where there is none.
    virtual bool focusFilter();

    /// What should have the focus when the place opens; null: the place itself decides.
    [[nodiscard]] virtual QWidget* firstFocus();

    /// The keys that work in this place and nowhere else, for the page of shortcuts: those of its actions,
    /// and what a place answers to by itself.
    [[nodiscard]] virtual QList<KeyEntry> keys() const;

    /// True for places that need the width: the sidebar starts folded there.
    [[nodiscard]] virtual bool startsFolded() const;

    /// What the window's Undo and Redo work on while this place is shown; null: nothing here can be undone.
    [[nodiscard]] virtual QUndoStack* undoStack();

signals:
    /// undoStack() is another one now.
    void undoStackChanged();
    /// Go elsewhere: the id of a place and its target.
    void navigateRequested(const QString& placeId, const QVariantMap& target);
};

/// How a place is registered with the window.
struct PlaceInfo {
    QString id; ///< one of `place::`
    QString title;
    QString icon;   ///< a name from the icon set
    int number = 0; ///< 1 … 8: order in the sidebar and Ctrl+number
    std::function<Place*(QWidget* parent)> create;
};

} // namespace tiebreak::ui
