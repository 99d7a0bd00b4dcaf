// Names as a stack, and their suffixes.
#include "core/chain_names.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <set>
#include <string_view>
#include <utility>

namespace ioproof {
namespace {

constexpr std::array<std::string_view, 8> suffixes = {"",      ".renamed",      ".dir",     ".dir.renamed",
                                                      ".link", ".link.renamed", ".symlink", ".symlink.renamed"};
static_assert(std::max_element(suffixes.begin(), suffixes.end(), [](auto one, auto other) {
                  return one.size() < other.size();
              })->size() == longestNameSuffix);

/// The second name follows the first one.
PathName otherNameOf(PathName name) { return static_cast<PathName>(indexOf(name) ^ 1u); }

PathName missingName(size_t number) { return static_cast<PathName>(indexOf(PathName::Missing) + number); }

bool isDirectory(PathName name) { return name == PathName::Directory || name == PathName::RenamedDirectory; }
bool isFile(PathName name) { return name == PathName::File || name == PathName::RenamedFile; }

class NameStack {
public:
    explicit NameStack(Names found) : names_(std::move(found)) {}

    OperationNames apply(OperationKind kind) {
        const PathName top = names_.back();
        switch (kind) {
            case OperationKind::Mkdir: return made(PathName::Directory);
            case OperationKind::Link: return made(PathName::Link);
            case OperationKind::Symlink: return made(PathName::Symlink);
            case OperationKind::Rename: names_.back() = otherNameOf(top); return {top, names_.back()};
            case OperationKind::Readdir:
            case OperationKind::List:
            case OperationKind::FsyncDirectory: return {PathName::Parent, PathName::Parent};
            case OperationKind::StatMissing:
            case OperationKind::OpenMissing: return {missingName(missing_++)};
            // Without one of its own, the chain removes the directory that an earlier job has left.
            case OperationKind::Rmdir: return isDirectory(top) ? removed() : OperationNames{PathName::Directory};
            case OperationKind::Unlink: return removed();
            case OperationKind::Create:
                if (names_.size() == 1) {
                    names_.back() = PathName::File;
                    exists_ = true;
                }
                return {names_.back()};
            default: return {top};
        }
    }

    bool fileExists() const { return exists_; }
    Names takeNames() { return std::move(names_); }

private:
    OperationNames made(PathName name) {
        const PathName top = names_.back();
        names_.push_back(name);
        return {name, top};
    }

    /// The file's own place stays, for the one that is created next.
    OperationNames removed() {
        const PathName top = names_.back();
        if (names_.size() > 1) {
            names_.pop_back();
        } else {
            names_.back() = PathName::File;
            exists_ = false;
        }
        return {top};
    }

    Names names_;
    bool exists_ = true;
    size_t missing_ = 0;
};

/// ".missing", and three digits.
char* writeMissingSuffix(size_t number, char* out) {
    constexpr std::string_view suffix = ".missing";
    static_assert(suffix.size() + 3 <= longestNameSuffix && mostMissingNames <= 1000);
    out = std::copy(suffix.begin(), suffix.end(), out);
    for (const size_t unit : {100u, 10u, 1u}) *out++ = static_cast<char>('0' + number / unit % 10);
    return out;
}

bool touchesFile(OperationKind kind, const OperationNames& names) {
    const bool links = kind == OperationKind::Link || kind == OperationKind::Symlink;
    return isFile(links ? names.otherName : names.name) || names.name == PathName::Parent;
}

}  // namespace

ChainNames namesOf(const std::vector<OperationKind>& operations, const Names& found) {
    NameStack stack(found);
    ChainNames chain;
    bool touched = false;
    for (const auto kind : operations) {
        chain.operations.push_back(stack.apply(kind));
        chain.usesFile |= !readsDirectory(kind) && !seeksMissing(kind);
        if (touched || !touchesFile(kind, chain.operations.back())) continue;
        touched = true;
        chain.needsFile = kind != OperationKind::Create;
        chain.makesFile = kind == OperationKind::Create;
    }
    chain.left = stack.takeNames();
    chain.keepsFile = stack.fileExists() && chain.left.front() == PathName::File;
    return chain;
}

std::array<ChainNames, 2> passNamesOf(const std::vector<OperationKind>& operations,
                                      const std::vector<OperationKind>& before) {
    ChainNames first = namesOf(operations, namesOf(before).left);
    ChainNames next = namesOf(operations, first.left);
    return {std::move(first), std::move(next)};
}

std::vector<PathName> furtherNamesOf(const std::vector<OperationKind>& operations,
                                     const std::vector<OperationKind>& before) {
    std::set<PathName> used;
    for (const ChainNames& chain : passNamesOf(operations, before))
        for (const auto& [name, otherName] : chain.operations) used.insert({name, otherName});
    used.erase(PathName::File);
    return {used.begin(), used.end()};
}

size_t pathsOf(const std::vector<OperationKind>& operations, const std::vector<OperationKind>& before) {
    const auto further = furtherNamesOf(operations, before);
    return further.empty() ? 1 : indexOf(further.back()) + 1;
}

void writeName(PathName name, const char* file, char* out) {
    const size_t length =
        name == PathName::Parent ? static_cast<size_t>(std::strrchr(file, '/') - file) : std::strlen(file);
    std::memcpy(out, file, length);
    out += length;
    if (name < PathName::Parent) {
        const std::string_view suffix = suffixes[indexOf(name)];
        out = std::copy(suffix.begin(), suffix.end(), out);
    } else if (name >= PathName::Missing) {
        out = writeMissingSuffix(indexOf(name) - indexOf(PathName::Missing), out);
    }
    *out = '\0';
}

}  // namespace ioproof
