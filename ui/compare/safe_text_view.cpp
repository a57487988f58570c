// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/safe_text_view.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QElapsedTimer>
#include <QMimeData>
#include <QPainter>
#include <QPointer>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextFrame>
#include <QTextList>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace tiebreak::ui {

using items::RunStyle;

namespace {

/// A block's state where it is the next part of a line, not a line of its own.
constexpr int continuesState = 1;
/// On characters that are shown and are no part of the text: copying leaves them out.
constexpr int notInTextProperty = QTextFormat::UserProperty;
/// Milliseconds of laying out before events get their turn.
constexpr int slice = 5;
/// Of the first look at a text: six columns wait for each other.
constexpr int firstSlice = 2;
constexpr int batchLines = 20;
constexpr qsizetype mostMarks = 300;
constexpr qsizetype batchCharacters = 800;

/// Takes out of a document what could point outside: images become their words, links plain text.
void disarm(QTextDocument& document) {
    QTextCursor all(&document);
    all.beginEditBlock(); // one change to the document, not one for each image
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        struct Found {
            int at;
            int length;
            QTextCharFormat format;
        };
        QVector<Found> found;
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextCharFormat format = it.fragment().charFormat();
            if (format.isAnchor() || format.isImageFormat() || format.hasProperty(QTextFormat::TextToolTip)) {
                found.prepend({it.fragment().position(), it.fragment().length(), format});
            }
        }
        for (const Found& each : found) {
            QTextCursor cursor(&document);
            cursor.setPosition(each.at);
            cursor.setPosition(each.at + each.length, QTextCursor::KeepAnchor);
            if (each.format.isImageFormat()) {
                const QString words = each.format.property(QTextFormat::ImageAltText).toString();
                QTextCharFormat plain;
                cursor.insertText(words.isEmpty() ? SafeTextView::tr("[image]")
                                                  : SafeTextView::tr("[image: %1]").arg(words),
                                  plain);
                continue;
            }
            QTextCharFormat plain = each.format;
            for (const int property :
                 {int(QTextFormat::IsAnchor), int(QTextFormat::AnchorHref), int(QTextFormat::AnchorName),
                  int(QTextFormat::TextToolTip), int(QTextFormat::ForegroundBrush)}) {
                plain.clearProperty(property);
            }
            plain.setFontUnderline(false);
            cursor.setCharFormat(plain);
        }
    }
    all.endEditBlock();
}

/// Headings in the reading size: an answer's "# Title" must not shout over the window's own titles.
void calm(QTextDocument& document, int lineHeight) {
    QTextCursor all(&document);
    all.beginEditBlock();
    const QFont fixed = Theme::font(TextSize::fixed);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        QTextBlockFormat format = block.blockFormat();
        const bool heading = format.headingLevel() > 0;
        const bool code = format.hasProperty(QTextFormat::BlockCodeFence) || format.nonBreakableLines();
        format.setLineHeight(lineHeight, QTextBlockFormat::MinimumHeight);
        format.setTopMargin(heading && block.position() > 0 ? 8 : 0);
        format.setBottomMargin(code || format.indent() > 0 || block.textList() ? 0 : 8);
        format.setNonBreakableLines(false);
        cursor.setBlockFormat(format);
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            QTextCharFormat character = it.fragment().charFormat();
            cursor.setPosition(it.fragment().position());
            cursor.setPosition(it.fragment().position() + it.fragment().length(), QTextCursor::KeepAnchor);
            const bool fixedPitch = code || character.fontFixedPitch();
            character.clearProperty(QTextFormat::FontSizeAdjustment);
            character.setFontFamilies(fixedPitch ? fixed.families() : Theme::font(TextSize::body).families());
            character.setProperty(QTextFormat::FontPixelSize, fixedPitch ? fixed.pixelSize() : 13);
            if (heading) {
                character.setFontWeight(QFont::Bold);
            }
            cursor.setCharFormat(character);
        }
    }
    all.endEditBlock();
}

} // namespace

SafeTextView::SafeTextView(const QString& accessibleName, QWidget* parent)
    : QTextEdit(parent)
    , more_(new QTimer(this)) {
    setAccessibleName(accessibleName);
    setReadOnly(true);
    setAcceptRichText(false);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    more_->setSingleShot(true);
    more_->setInterval(0);
    connect(more_, &QTimer::timeout, this, &SafeTextView::addLines);
    connect(this, &SafeTextView::completed, this, &SafeTextView::applyMarks);
    setContextMenuPolicy(Qt::NoContextMenu); // whoever holds the text knows what can be done with it
    setFont(Theme::font(TextSize::body));
    adopt(std::make_unique<InertDocument>());
    recolour();
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        recolour();
        // Colours are part of the document.
        const int at = verticalScrollBar()->value();
        if (!markdown_.isNull()) {
            showMarkdown(markdown_);
        } else if (text_) {
            restart();
        }
        verticalScrollBar()->setValue(at);
    });
}

void SafeTextView::setParagraphs(int spaceAfter, int indent) {
    spaceAfter_ = spaceAfter;
    indent_ = indent;
}

void SafeTextView::setGround(QColor Tokens::*ground) {
    ground_ = ground;
    recolour();
}

void SafeTextView::recolour() {
    QPalette p = palette();
    p.setColor(QPalette::Base, tokens().*ground_);
    p.setColor(QPalette::Text, tokens().text);
    setPalette(p);
}

void SafeTextView::adopt(std::unique_ptr<QTextDocument> document) {
    document->setParent(this);
    document->setUndoRedoEnabled(false);
    QTextFrameFormat frame = document->rootFrame()->frameFormat();
    frame.setLeftMargin(margins_.left());
    frame.setTopMargin(margins_.top());
    frame.setRightMargin(margins_.right());
    frame.setBottomMargin(margins_.bottom());
    document->rootFrame()->setFrameFormat(frame);
    document->setDefaultFont(font());
    document->setIndentWidth(18);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTabStopDistance(indent_ > 0 ? indent_ : 28);
    document->setDefaultTextOption(option);
    const QPointer<QTextDocument> old = QTextEdit::document(); // the first one goes by itself
    setDocument(document.release());
    if (old) {
        delete old.data();
    }
}

void SafeTextView::showText(std::shared_ptr<const items::SafeText> text) {
    text_ = std::move(text);
    markdown_ = QString();
    restart();
}

void SafeTextView::restart() {
    more_->stop();
    nextLine_ = 0;
    adopt(std::make_unique<InertDocument>());
    addLines();
}

void SafeTextView::showMarkdown(const QString& markdown) {
    more_->stop();
    text_.reset();
    nextLine_ = 0;
    markdown_ = markdown.isNull() ? QStringLiteral("") : markdown;
    std::unique_ptr<QTextDocument> document = markdownDocument(markdown_);
    calm(*document, lineHeight_);
    adopt(std::move(document));
    emit completed();
}

std::unique_ptr<QTextDocument> SafeTextView::markdownDocument(const QString& markdown) {
    auto document = std::make_unique<InertDocument>();
    document->setUndoRedoEnabled(false);
    document->setDefaultFont(Theme::font(TextSize::body));
    QTextDocument::MarkdownFeatures features = QTextDocument::MarkdownDialectGitHub;
    features |= QTextDocument::MarkdownNoHTML;
    document->setMarkdown(markdown, features);
    // Qt's image handler opens a file by the name in the text even when loadResource gives nothing, so no
    // image may be left when the first layout happens.
    disarm(*document);
    return document;
}

QTextCharFormat SafeTextView::formatOf(RunStyle style) const {
    const Tokens& t = tokens();
    QTextCharFormat format;
    format.setForeground(t.text);
    switch (style) {
    case RunStyle::plain:
        break;
    case RunStyle::added:
        format.setForeground(t.add);
        format.setBackground(t.addGround);
        format.setFontUnderline(true);
        break;
    case RunStyle::removed:
        format.setForeground(t.del);
        format.setBackground(t.delGround);
        format.setFontStrikeOut(true);
        format.setProperty(notInTextProperty, true);
        break;
    case RunStyle::gap:
        format.setProperty(notInTextProperty, true);
        break;
    case RunStyle::strong:
        format.setFontWeight(QFont::Bold);
        break;
    case RunStyle::secondary:
        format.setForeground(t.text2);
        break;
    case RunStyle::hint:
        format.setForeground(t.text3);
        break;
    case RunStyle::warn:
        format.setForeground(t.warn);
        break;
    case RunStyle::bad:
        format.setForeground(t.bad);
        format.setFontWeight(QFont::Bold);
        break;
    }
    return format;
}

void SafeTextView::insertLine(QTextCursor& cursor, const items::TextLine& line, bool first) {
    QTextBlockFormat block;
    if (lineHeight_ > 0) {
        block.setLineHeight(lineHeight_, QTextBlockFormat::MinimumHeight);
    }
    block.setBottomMargin(spaceAfter_);
    if (indent_ > 0) {
        block.setLeftMargin(indent_);
        if (!line.runs.empty() && line.runs.front().text.endsWith(QLatin1Char('\t'))) {
            block.setTextIndent(-indent_);
        }
    }
    if (first) {
        cursor.setBlockFormat(block);
    } else {
        cursor.insertBlock(block);
    }
    cursor.block().setUserState(line.continues ? continuesState : 0);
    for (const items::TextRun& run : line.runs) {
        cursor.insertText(run.text, formatOf(run.style));
    }
}

void SafeTextView::pause() {
    more_->stop();
}

void SafeTextView::addLines() {
    if (!text_) {
        return;
    }
    const bool first = nextLine_ == 0;
    QElapsedTimer clock;
    clock.start();
    QTextCursor cursor(document());
    while (nextLine_ < text_->lines.size() && clock.elapsed() < (first ? firstSlice : slice)) {
        cursor.movePosition(QTextCursor::End);
        cursor.beginEditBlock();
        // One layout for several lines is cheaper than one for each, and this many lay out within a slice.
        qsizetype characters = 0;
        for (int i = 0; i < batchLines && characters < batchCharacters && nextLine_ < text_->lines.size();
             ++i, ++nextLine_) {
            const items::TextLine& line = text_->lines[nextLine_];
            insertLine(cursor, line, nextLine_ == 0);
            for (const items::TextRun& run : line.runs) {
                characters += run.text.size();
            }
        }
        cursor.endEditBlock();
    }
    if (first) {
        setTextCursor(QTextCursor(document())); // where reading begins, not where writing ended
    }
    if (nextLine_ < text_->lines.size()) {
        more_->start();
    } else {
        emit completed();
    }
}

void SafeTextView::markWords(const QString& words) {
    sought_ = words;
    if (isComplete()) {
        applyMarks();
    }
}

void SafeTextView::applyMarks() {
    QList<QTextEdit::ExtraSelection> marks;
    QTextCharFormat format;
    format.setBackground(tokens().warnGround);
    format.setForeground(tokens().warn);
    const QStringList words = sought_.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        QTextCursor found(document());
        while (word.size() > 1 && marks.size() < mostMarks) {
            found = document()->find(word, found);
            if (found.isNull()) {
                break;
            }
            marks.append({found, format});
        }
    }
    std::ranges::sort(marks, {},
                      [](const QTextEdit::ExtraSelection& mark) { return mark.cursor.selectionStart(); });
    if (!marks.isEmpty() || !extraSelections().isEmpty()) {
        setExtraSelections(marks);
    }
}

bool SafeTextView::goToMark(bool backwards) {
    const QList<QTextEdit::ExtraSelection> marks = extraSelections();
    const QTextCursor here = textCursor();
    const QTextEdit::ExtraSelection* target = nullptr;
    for (const QTextEdit::ExtraSelection& mark : marks) {
        const int start = mark.cursor.selectionStart();
        if (backwards && start < here.selectionStart()) {
            target = &mark;
        } else if (!backwards &&
                   (here.hasSelection() ? start > here.selectionStart() : start >= here.position())) {
            target = &mark;
            break;
        }
    }
    if (!target) {
        return false;
    }
    setTextCursor(target->cursor);
    ensureCursorVisible();
    return true;
}

QString SafeTextView::selectedPlainText() const {
    const QTextCursor selected = textCursor();
    const int from = selected.selectionStart();
    const int to = selected.selectionEnd();
    QString text;
    for (QTextBlock block = document()->findBlock(from); block.isValid() && block.position() < to;
         block = block.next()) {
        if (block.position() > from && block.userState() != continuesState) {
            text += QLatin1Char('\n');
        }
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment part = it.fragment();
            const int begin = std::max(from, part.position());
            const int end = std::min(to, part.position() + part.length());
            if (begin < end && !part.charFormat().hasProperty(notInTextProperty)) {
                text += part.text().mid(begin - part.position(), end - begin);
            }
        }
    }
    return text.replace(QChar::LineSeparator, QLatin1Char('\n'));
}

QMimeData* SafeTextView::createMimeDataFromSelection() const {
    auto* copied = new QMimeData;
    copied->setText(selectedPlainText());
    return copied;
}

int SafeTextView::textHeight() const {
    return static_cast<int>(std::ceil(document()->documentLayout()->documentSize().height()));
}

void SafeTextView::focusInEvent(QFocusEvent* event) {
    QTextEdit::focusInEvent(event);
    viewport()->update();
    emit focused();
}

void SafeTextView::focusOutEvent(QFocusEvent* event) {
    QTextEdit::focusOutEvent(event);
    viewport()->update();
}

void SafeTextView::paintEvent(QPaintEvent* event) {
    QTextEdit::paintEvent(event);
    if (focusShown_ && hasFocus()) {
        QPainter painter(viewport());
        drawInnerFocus(painter, viewport()->rect(), tokens());
    }
}

void SafeTextView::wheelEvent(QWheelEvent* event) {
    // With Ctrl held QTextEdit would change the size of this one text only.
    if (event->modifiers() & Qt::ControlModifier) {
        event->ignore();
        return;
    }
    QTextEdit::wheelEvent(event);
}

} // namespace tiebreak::ui
