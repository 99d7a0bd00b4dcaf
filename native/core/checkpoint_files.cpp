// Sorts the parts of a checkpoint by rank and by file, and refuses those that do not hold together.
#include "core/checkpoint_files.h"

#include <algorithm>
#include <climits>
#include <cstring>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/io_error.h"

namespace ioproof {
namespace {

constexpr uint64_t largestFile = uint64_t{1} << 62;

[[noreturn]] void refuse(const std::string& rule) { throw JobError("BAD_SPEC", "job: checkpoint: " + rule); }

std::string quoted(std::string_view name) { return std::string(1, '"').append(name).append(1, '"'); }

bool isOneName(std::string_view name) {
    constexpr size_t longest = NAME_MAX - std::char_traits<char>::length(CheckpointFiles::temporarySuffix);
    return !name.empty() && name != "." && name != ".." && name.size() <= longest &&
           name.find('\0') == std::string_view::npos;
}

void checkName(std::string_view name) {
    for (size_t start = 0, slash = 0; slash != std::string_view::npos; start = slash + 1) {
        slash = name.find('/', start);
        if (!isOneName(name.substr(start, slash - start)))
            refuse("a file must have a name below the directory, each part of it of at most " +
                   std::to_string(NAME_MAX - std::strlen(CheckpointFiles::temporarySuffix)) +
                   " bytes: " + quoted(name));
    }
    if (name.ends_with(CheckpointFiles::temporarySuffix))
        refuse("names that end in " + quoted(CheckpointFiles::temporarySuffix) +
               " are of files that are not complete: " + quoted(name));
}

void addDirectoriesOf(std::string_view name, std::set<std::string>& directories) {
    for (size_t slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', slash + 1))
        directories.emplace(name.substr(0, slash));
}

}  // namespace

CheckpointFiles::CheckpointFiles(std::string root, const CheckpointSpec& spec)
    : root_(std::move(root)), spec_(spec), partsByRank_(spec.ranks), bytesByRank_(spec.ranks) {
    if (!isOneName(spec_.directoryPrefix + "0") || spec_.directoryPrefix.find('/') != std::string::npos)
        refuse("directoryPrefix must be a part of a name");
    for (uint32_t part = 0; part < spec_.parts.size(); ++part) checkPart(part);
    gatherRanks();
    gatherFiles();
    checkRanges();
    checkNames();
}

void CheckpointFiles::checkPart(uint32_t part) const {
    const CheckpointPart& given = spec_.parts[part];
    if (given.rank >= spec_.ranks) refuse("there is no rank " + std::to_string(given.rank));
    if (given.bytes == 0 || given.bytes > largestFile || given.offset > largestFile)
        refuse("a part must have 1 byte to 4 EiB: " + quoted(given.name));
    if (given.header.size() > given.bytes || (!given.header.empty() && given.offset > 0))
        refuse("a header is what a file begins with, and no longer than its part: " + quoted(given.name));
}

void CheckpointFiles::gatherRanks() {
    for (uint32_t part = 0; part < spec_.parts.size(); ++part) {
        const CheckpointPart& given = spec_.parts[part];
        partsByRank_[given.rank].push_back(part);
        bytesByRank_[given.rank] += given.bytes;
        bytes_ += given.bytes;
    }
    if (spec_.parts.empty()) refuse("nothing is written");
    const bool readsAll = spec_.saves == 0 && spec_.loadAll;
    for (uint32_t rank = 0; rank < spec_.ranks && !readsAll; ++rank)
        if (partsByRank_[rank].empty()) refuse("rank " + std::to_string(rank) + " writes nothing");
}

void CheckpointFiles::gatherFiles() {
    std::unordered_map<std::string_view, uint32_t> numbers;
    fileOfPart_.reserve(spec_.parts.size());
    for (uint32_t part = 0; part < spec_.parts.size(); ++part) {
        const auto [entry, isNew] = numbers.try_emplace(spec_.parts[part].name, dataFileCount());
        if (isNew) partsByFile_.emplace_back();
        partsByFile_[entry->second].push_back(part);
        fileOfPart_.push_back(entry->second);
    }
    for (auto& parts : partsByFile_)
        std::ranges::stable_sort(parts, {}, [this](uint32_t number) { return part(number).offset; });
}

void CheckpointFiles::checkRanges() const {
    for (const auto& parts : partsByFile_) {
        uint64_t end = 0;
        for (const uint32_t number : parts) {
            const CheckpointPart& given = part(number);
            if (given.offset != end)
                refuse(std::string(given.offset < end ? "parts overlap" : "a gap is before a part") + " of " +
                       quoted(given.name) + " at offset " + std::to_string(given.offset));
            end += given.bytes;
        }
    }
}

void CheckpointFiles::checkNames() {
    std::set<std::string> names{sealName}, directories;
    const auto add = [&](const std::string& name) {
        checkName(name);
        if (!names.insert(name).second) refuse("two files have the name " + quoted(name));
        addDirectoriesOf(name, directories);
    };
    for (const auto& parts : partsByFile_) add(part(parts.front()).name);
    for (const ClosingFile& file : spec_.closing) add(file.name);
    for (const std::string& name : names)
        if (directories.contains(name)) refuse("a file and a directory have the name " + quoted(name));
    // In the order of bytes, a name comes after each beginning of it.
    directories_.assign(directories.begin(), directories.end());
}

uint64_t CheckpointFiles::bytesOfFile(uint32_t file) const {
    const CheckpointPart& last = part(partsByFile_[file].back());
    return last.offset + last.bytes;
}

std::string CheckpointFiles::directoryOf(uint32_t number) const {
    return root_ + "/" + spec_.directoryPrefix + std::to_string(number);
}

std::string CheckpointFiles::pathOf(uint32_t number, uint32_t part) const {
    return directoryOf(number) + "/" + spec_.parts[part].name;
}

std::string CheckpointFiles::temporaryPathOf(uint32_t number, uint32_t part) const {
    return pathOf(number, part) + temporarySuffix;
}

std::string CheckpointFiles::closingPathOf(uint32_t number, uint32_t closing) const {
    return directoryOf(number) + "/" + spec_.closing[closing].name;
}

std::string CheckpointFiles::sealPathOf(uint32_t number) const { return directoryOf(number) + "/" + sealName; }

size_t CheckpointFiles::pathCapacity() const {
    size_t longest = std::strlen(sealName);
    for (const CheckpointPart& part : spec_.parts) longest = std::max(longest, part.name.size());
    for (const ClosingFile& file : spec_.closing) longest = std::max(longest, file.name.size());
    return directoryOf(UINT32_MAX).size() + 1 + longest + std::strlen(temporarySuffix) + 1;
}

std::vector<std::string> CheckpointFiles::dataPathsOf(uint32_t number) const {
    std::vector<std::string> paths;
    paths.reserve(partsByFile_.size());
    for (const auto& parts : partsByFile_) paths.push_back(pathOf(number, parts.front()));
    return paths;
}

}  // namespace ioproof
