// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>

#include <functional>
#include <utility>

namespace tiebreak::items {

/// A step that two calls make and take back.
class UndoCall : public QUndoCommand {
public:
    UndoCall(const QString& what, std::function<void()> redo, std::function<void()> undo)
        : QUndoCommand(what)
        , redo_(std::move(redo))
        , undo_(std::move(undo)) {}
    void redo() override { redo_(); }
    void undo() override { undo_(); }

private:
    std::function<void()> redo_;
    std::function<void()> undo_;
};

} // namespace tiebreak::items
