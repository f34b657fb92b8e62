// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/ClipQuery.h"

#include "core/base/Ascii.h"
#include "core/base/Text.h"
#include "core/dataset/ClipQueryTerm.h"
#include "core/dataset/TextCase.h"

namespace attune::dataset {

struct ClipQuery::Node {
    enum class Kind { All, Any, Not, Term };
    Kind kind{Kind::All};
    std::vector<std::shared_ptr<const Node>> children;
    QueryTerm term;

    [[nodiscard]] bool matches(const ClipRecord& clip) const {
        switch (kind) {
        case Kind::All:
            for (const auto& child : children)
                if (!child->matches(clip)) return false;
            return true;
        case Kind::Any:
            for (const auto& child : children)
                if (child->matches(clip)) return true;
            return false;
        case Kind::Not:
            return !children.front()->matches(clip);
        case Kind::Term:
            break;
        }
        return term(clip);
    }
};

namespace {

using Node = ClipQuery::Node;
using NodePointer = std::shared_ptr<const Node>;

constexpr int kDeepest = 64;

// query = group ("OR" group)*; group = item*; item = "-" item | "(" query ")" | term
class Parser {
public:
    Parser(std::string_view text, const OwnFields& own) : m_text(text), m_own(own) {}

    Result<NodePointer> run() {
        ATTUNE_TRY(NodePointer node, alternatives(0));
        skipSpaces();
        if (m_at < m_text.size()) return trouble("A bracket too many");
        return node;
    }

private:
    tl::unexpected<Error> trouble(const std::string& what) const {
        return fail(ErrorCode::InvalidArgument, concat(what, " at ", m_at + 1), std::string(m_text));
    }
    void skipSpaces() {
        while (m_at < m_text.size() && isAsciiSpace(m_text[m_at])) ++m_at;
    }
    bool takeOr() {
        skipSpaces();
        if (m_text.substr(m_at, 2) != "OR" ||
            (m_at + 2 < m_text.size() && m_text[m_at + 2] != ' ' && m_text[m_at + 2] != '('))
            return false;
        m_at += 2;
        return true;
    }
    Result<NodePointer> alternatives(int depth) {
        if (depth > kDeepest) return trouble("Too many brackets");
        auto any = std::make_shared<Node>();
        any->kind = Node::Kind::Any;
        do {
            ATTUNE_TRY(NodePointer group, sequence(depth));
            any->children.push_back(std::move(group));
        } while (takeOr());
        return any->children.size() == 1 ? any->children.front() : NodePointer(any);
    }
    Result<NodePointer> sequence(int depth) {
        auto all = std::make_shared<Node>();
        while (true) {
            skipSpaces();
            if (m_at >= m_text.size() || m_text[m_at] == ')') break;
            const std::size_t before = m_at;
            if (takeOr()) {
                m_at = before;
                break;
            }
            ATTUNE_TRY(NodePointer child, item(depth));
            all->children.push_back(std::move(child));
        }
        return NodePointer(all);
    }
    Result<NodePointer> item(int depth) {
        if (depth > kDeepest) return trouble("Too many brackets");
        if (m_text[m_at] == '-' && m_at + 1 < m_text.size() && m_text[m_at + 1] != ' ') {
            ++m_at;
            auto node = std::make_shared<Node>();
            node->kind = Node::Kind::Not;
            ATTUNE_TRY(NodePointer child, item(depth + 1));
            node->children.push_back(std::move(child));
            return NodePointer(node);
        }
        if (m_text[m_at] == '(') {
            ++m_at;
            ATTUNE_TRY(NodePointer node, alternatives(depth + 1));
            skipSpaces();
            if (m_at >= m_text.size() || m_text[m_at] != ')') return trouble("A closing bracket is missing");
            ++m_at;
            return node;
        }
        return term();
    }
    Result<std::string> word(std::string_view stops) {
        std::string text;
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            const std::size_t end = m_text.find('"', m_at + 1);
            if (end == std::string_view::npos) return trouble("A closing quote is missing");
            text = m_text.substr(m_at + 1, end - m_at - 1);
            m_at = end + 1;
            return text;
        }
        while (m_at < m_text.size() && !isAsciiSpace(m_text[m_at]) &&
               stops.find(m_text[m_at]) == std::string_view::npos)
            text += m_text[m_at++];
        return text;
    }
    Result<NodePointer> term() {
        const std::size_t begin = m_at;
        const bool isQuoted = m_text[m_at] == '"';
        ATTUNE_TRY(const std::string field, word("()=<>!:"));
        QueryOperator op = QueryOperator::Is;
        auto node = std::make_shared<Node>();
        node->kind = Node::Kind::Term;
        if (isQuoted || !takeOperator(op)) {
            if (field.empty()) return trouble("Something is missing before the sign");
            node->term = [wanted = lowerCase(field)](const ClipRecord& clip) {
                return containsFolded(clip.path, wanted) || containsFolded(clip.prompt, wanted);
            };
            return NodePointer(node);
        }
        const bool isText = m_at < m_text.size() && m_text[m_at] == '"';
        ATTUNE_TRY(const std::string value, word("()"));
        auto made = makeQueryTerm(lowerCase(field), op, value, isText, m_own);
        if (!made)
            return fail(ErrorCode::InvalidArgument, concat(made.error().message, " at ", begin + 1),
                        std::string(m_text));
        node->term = *std::move(made);
        return NodePointer(node);
    }
    bool takeOperator(QueryOperator& op) {
        struct Sign {
            std::string_view text;
            QueryOperator op;
        };
        constexpr Sign kSigns[] = {{"!=", QueryOperator::NotEqual},
                                   {"<=", QueryOperator::LessOrEqual},
                                   {">=", QueryOperator::GreaterOrEqual},
                                   {"<", QueryOperator::Less},
                                   {">", QueryOperator::Greater},
                                   {"=", QueryOperator::Equal},
                                   {":", QueryOperator::Is}};
        for (const Sign& sign : kSigns)
            if (m_text.substr(m_at, sign.text.size()) == sign.text) {
                m_at += sign.text.size();
                op = sign.op;
                return true;
            }
        return false;
    }

    std::string_view m_text;
    const OwnFields& m_own;
    std::size_t m_at{0};
};

} // namespace

ClipQuery::ClipQuery() = default;

Result<ClipQuery> ClipQuery::parse(std::string_view text, const OwnFields& own) {
    ClipQuery query;
    if (trimAscii(text).empty()) return query;
    ATTUNE_TRY(query.m_root, Parser(text, own).run());
    return query;
}

bool ClipQuery::matches(const ClipRecord& clip) const {
    return !m_root || m_root->matches(clip);
}

std::vector<std::size_t> ClipQuery::filter(std::span<const ClipRecord> clips) const {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < clips.size(); ++i)
        if (matches(clips[i])) indices.push_back(i);
    return indices;
}

} // namespace attune::dataset
