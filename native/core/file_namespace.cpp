// Prints paths digit by digit; those of training data sets are asked for.
#include "core/file_namespace.h"

#include <cstring>
#include <utility>

#include "core/decimal.h"

namespace ioproof {
namespace {

/// The last worker before whose directories there are no more than `index`.
template <typename Before>
uint32_t workerAt(uint64_t index, uint32_t workers, Before before) {
    uint32_t found = 0;
    for (uint32_t end = workers; end - found > 1;) {
        const uint32_t middle = found + (end - found) / 2;
        (before(middle) <= index ? found : end) = middle;
    }
    return found;
}

}  // namespace

FileNamespace::FileNamespace(std::string root, uint64_t fileCount, uint64_t filesPerDirectory, DirectoryTree tree,
                             std::string prefix, uint32_t workers)
    : root_(std::move(root)),
      parts_{.count = fileCount, .workers = workers == 0 ? 1 : workers},
      workerRoots_(workers),
      filesPerDirectory_(filesPerDirectory),
      tree_(tree),
      prefix_(std::move(prefix)) {
    if (tree_.depth > 0) {
        uint64_t leaves = 1;
        for (uint32_t level = 0; level < tree_.depth; ++level) branchesOfTree_ += leaves *= tree_.width;
        holdersOfTree_ = tree_.filesEverywhere ? branchesOfTree_ + 1 : leaves;
        digits_ = digitsOf(tree_.width - 1);
    }
    layouts_[0] = layoutFor(parts_.smallest());
    layouts_[1] = layoutFor(parts_.smallest() + 1);
}

FileNamespace::FileNamespace(std::string root, std::shared_ptr<const SampleFiles> samples)
    : FileNamespace(std::move(root), samples->fileCount(), samples->fileCount()) {
    sampleDirectories_ = samples->directories();
    samples_ = std::move(samples);
}

/// Directories side by side of the parts before: all parts but the larger ones need as many as the smallest.
uint64_t FileNamespace::sideBySideBefore(uint32_t worker) const {
    const uint64_t rest = parts_.smallest() % filesPerDirectory_;
    const uint64_t each = parts_.smallest() / filesPerDirectory_ + (rest != 0);
    return each * worker + (rest == 0 ? parts_.largerBefore(worker) : 0);
}

uint64_t FileNamespace::holdersBefore(uint32_t worker) const {
    return tree_.depth == 0 ? sideBySideBefore(worker) : holdersOfTree_ * worker;
}

uint64_t FileNamespace::branchesBefore(uint32_t worker) const {
    return tree_.depth == 0 ? sideBySideBefore(worker) : branchesOfTree_ * worker;
}

uint64_t FileNamespace::firstBranchOf(uint32_t worker) const { return workerRoots_ + branchesBefore(worker); }

FileNamespace::Layout FileNamespace::layoutFor(uint64_t files) const {
    if (tree_.depth == 0) return {.filesPerHolder = filesPerDirectory_, .largeHolders = 0};
    return {.filesPerHolder = files / holdersOfTree_, .largeHolders = files % holdersOfTree_};
}

uint64_t FileNamespace::holderOf(uint32_t worker, uint64_t fileOfPart) const {
    const auto [each, large] = layouts_[parts_.isLarger(worker)];
    const uint64_t inLarge = large * (each + 1);
    if (fileOfPart < inLarge) return fileOfPart / (each + 1);
    return large + (fileOfPart - inLarge) / each;
}

uint64_t FileNamespace::directoryOf(uint64_t file) const {
    if (samples_) return samples_->directoryOf(file);
    const uint32_t worker = parts_.workerOf(file);
    return holdersBefore(worker) + holderOf(worker, file - parts_.start(worker));
}

size_t FileNamespace::pathCapacity() const {
    if (samples_) return root_.size() + 1 + samples_->pathCapacity() + longestNameSuffix;
    constexpr size_t mostDigits = 20;
    const size_t levels = (tree_.depth == 0 ? 1 : tree_.depth) + (workerRoots_ > 0);
    return root_.size() + levels * (2 + mostDigits) + 1 + prefix_.size() + mostDigits + longestNameSuffix + 1;
}

char* FileNamespace::writeRoot(uint32_t worker, char* out) const {
    std::memcpy(out, root_.data(), root_.size());
    out += root_.size();
    if (workerRoots_ == 0) return out;
    *out++ = '/';
    *out++ = 'w';
    return writeNumber(out, worker, 6);
}

char* FileNamespace::writeHolder(uint64_t holder, char* out) const {
    if (tree_.depth == 0) return writeLevels(1, holder, out);
    if (!tree_.filesEverywhere) return writeLevels(tree_.depth, holder, out);
    return holder == 0 ? out : writeBranch(holder - 1, out);
}

/// Level by level.
char* FileNamespace::writeBranch(uint64_t branch, char* out) const {
    if (tree_.depth == 0) return writeLevels(1, branch, out);
    uint32_t levels = 1;
    for (uint64_t atLevel = tree_.width; branch >= atLevel; ++levels) {
        branch -= atLevel;
        atLevel *= tree_.width;
    }
    return writeLevels(levels, branch, out);
}

/// The digits of the index in base `width`, the most significant first.
char* FileNamespace::writeLevels(uint32_t levels, uint64_t index, char* out) const {
    uint64_t below = 1;
    for (uint32_t each = 1; each < levels; ++each) below *= tree_.width;
    for (; levels > 0; --levels) {
        *out++ = '/';
        *out++ = 'd';
        out = writeNumber(out, index / below, digits_);
        index %= below;
        if (levels > 1) below /= tree_.width;
    }
    return out;
}

void FileNamespace::writePath(uint64_t file, char* out) const {
    if (samples_) {
        std::memcpy(out, root_.data(), root_.size());
        out[root_.size()] = '/';
        return samples_->writePath(file, out + root_.size() + 1);
    }
    const uint32_t worker = parts_.workerOf(file);
    out = writeHolder(holderOf(worker, file - parts_.start(worker)), writeRoot(worker, out));
    *out++ = '/';
    std::memcpy(out, prefix_.data(), prefix_.size());
    out += prefix_.size();
    *writeNumber(out, file, 9) = '\0';
}

std::string FileNamespace::path(uint64_t file) const {
    std::string text(pathCapacity(), '\0');
    writePath(file, text.data());
    text.resize(std::strlen(text.c_str()));
    return text;
}

uint64_t FileNamespace::presentFile(uint64_t index) const {
    if (!missesSome()) return index;
    const WorkerParts parts{.count = fileCount(), .workers = present_.workers};
    return parts.start(static_cast<uint32_t>(index / present_.each)) + index % present_.each;
}

std::string FileNamespace::presentPath(uint64_t file) const {
    const std::string first = path(file);
    std::string text(pathCapacity(), '\0');
    writeName(present_.name, first.c_str(), text.data());
    text.resize(std::strlen(text.c_str()));
    return text;
}

char* FileNamespace::writeSampleDirectory(uint64_t directory, char* out) const {
    const std::string& name = sampleDirectories_[directory];
    std::memcpy(out, root_.data(), root_.size());
    out += root_.size();
    *out++ = '/';
    std::memcpy(out, name.data(), name.size());
    return out + name.size();
}

void FileNamespace::writeDirectoryPath(uint64_t directory, char* out) const {
    if (samples_) {
        *writeSampleDirectory(directory, out) = '\0';
        return;
    }
    const auto before = [this](uint32_t worker) { return holdersBefore(worker); };
    const uint32_t worker = workerAt(directory, parts_.workers, before);
    *writeHolder(directory - before(worker), writeRoot(worker, out)) = '\0';
}

std::string FileNamespace::directoryPath(uint64_t directory) const {
    std::string text(pathCapacity(), '\0');
    writeDirectoryPath(directory, text.data());
    text.resize(std::strlen(text.c_str()));
    return text;
}

void FileNamespace::writeBranchPath(uint64_t branch, char* out) const {
    if (samples_) return writeDirectoryPath(branch, out);
    if (branch < workerRoots_) {
        *writeRoot(static_cast<uint32_t>(branch), out) = '\0';
        return;
    }
    const auto before = [this](uint32_t worker) { return firstBranchOf(worker); };
    const uint32_t worker = workerAt(branch, parts_.workers, before);
    *writeBranch(branch - before(worker), writeRoot(worker, out)) = '\0';
}

std::string FileNamespace::branchPath(uint64_t branch) const {
    std::string text(pathCapacity(), '\0');
    writeBranchPath(branch, text.data());
    text.resize(std::strlen(text.c_str()));
    return text;
}

}  // namespace ioproof
