// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/safe_text.h"
#include "ui/theme/tokens.h"

#include <QTextDocument>
#include <QTextEdit>

#include <memory>

QT_BEGIN_NAMESPACE
class QTimer;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// A document that loads nothing, whatever its text names.
class InertDocument : public QTextDocument {
    Q_OBJECT

public:
    using QTextDocument::QTextDocument;

protected:
    QVariant loadResource(int, const QUrl&) override { return {}; }
};

/// Shows text that a model or a file gave: read only, selectable, copied as plain text, never interpreted.
/// Long texts are laid out in parts between events, so that the window's thread is never held up.
class SafeTextView : public QTextEdit {
    Q_OBJECT

public:
    explicit SafeTextView(const QString& accessibleName, QWidget* parent = nullptr);

    /// Line height in pixels; 0 for the font's own. For the texts set from then on.
    void setLineHeight(int pixels) { lineHeight_ = pixels; }
    /// Space after each paragraph, and how far lines after a tab in front stand in.
    void setParagraphs(int spaceAfter, int indent);
    /// Space around the text, inside the scrolled area.
    void setTextMargins(const QMargins& margins) { margins_ = margins; }
    void setGround(QColor Tokens::*ground);
    /// Draws a ring while it has the focus, for texts that stand in no column which would.
    void setFocusShown(bool shown) { focusShown_ = shown; }

    void showText(std::shared_ptr<const items::SafeText> text);
    /// Markdown without HTML: links are text, images become their words.
    void showMarkdown(const QString& markdown);

    /// Lays out no more of what is shown: another text is on its way.
    void pause();

    /// Marks where each of these words stands, in this text and those to come; empty marks nothing.
    void markWords(const QString& words);
    /// Moves to the next marked word, or the one before; false where there is none further on.
    bool goToMark(bool backwards);
    [[nodiscard]] int marksShown() const { return static_cast<int>(extraSelections().size()); }

    /// All of it laid out; the signal tells when that was not at once.
    [[nodiscard]] bool isComplete() const { return !text_ || nextLine_ >= text_->lines.size(); }

    /// What Copy takes of a selection: lines that were broken for layout only are joined
    /// again, and what a diff shows as removed is not part of the text.
    [[nodiscard]] QString selectedPlainText() const;

    /// Height of the whole text at this width, as far as it is laid out.
    [[nodiscard]] int textHeight() const;

    /// The document that Markdown from a model becomes, before any view has seen it.
    static std::unique_ptr<QTextDocument> markdownDocument(const QString& markdown);

signals:
    void completed();
    void focused();

protected:
    QMimeData* createMimeDataFromSelection() const override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void restart();
    void applyMarks();
    void recolour();
    void addLines();
    void insertLine(QTextCursor& cursor, const items::TextLine& line, bool first);
    [[nodiscard]] QTextCharFormat formatOf(items::RunStyle style) const;
    void adopt(std::unique_ptr<QTextDocument> document);

    std::shared_ptr<const items::SafeText> text_;
    std::size_t nextLine_ = 0;
    QString markdown_;
    QString sought_;
    int lineHeight_ = 20;
    int spaceAfter_ = 0;
    int indent_ = 0;
    QMargins margins_;
    QColor Tokens::*ground_ = &Tokens::content;
    QTimer* more_;
    bool focusShown_ = false;
};

} // namespace tiebreak::ui
