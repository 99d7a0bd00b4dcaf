// Sizes are drawn once; names are written digit by digit.
#include "core/sample_files.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/decimal.h"
#include "core/io_error.h"
#include "core/numpy_random.h"

namespace ioproof {
namespace {

constexpr uint64_t mostFiles = 1'000'000'000;
constexpr uint64_t mostSubfolders = 1'000'000;
constexpr double largestRecord = 1e12;
constexpr uint64_t largestFile = uint64_t{1} << 53;

void require(bool condition, const char* rule) {
    if (!condition) throw JobError("BAD_SPEC", std::string("sampleFiles: ") + rule);
}

bool isPartOfName(const std::string& text) { return !text.empty() && text.find('/') == std::string::npos; }

char* append(char* out, std::string_view text) { return std::copy(text.begin(), text.end(), out); }

uint32_t sideOf(double drawn) { return drawn < 1 ? 1 : static_cast<uint32_t>(drawn); }

}  // namespace

SampleFiles::SampleFiles(SampleFileSpec spec)
    : spec_(std::move(spec)),
      format_(makeSampleFormat(spec_)),
      train_(groupOf("train", spec_.trainFiles)),
      eval_(groupOf("valid", spec_.evalFiles)),
      sizes_(0) {
    checkSpec();
    drawDimensions();
    sizes_ = addUpSizes();
}

void SampleFiles::checkSpec() const {
    require(spec_.trainFiles <= mostFiles && spec_.evalFiles <= mostFiles, "at most 10^9 files");
    require(dataFiles() >= 1, "at least one file");
    require(spec_.samplesPerFile >= 1, "samplesPerFile must be at least 1");
    require(spec_.recordLength >= 1 && spec_.recordLength <= largestRecord, "recordLength must be 1 to 10^12");
    require(spec_.recordDeviation >= 0 && spec_.recordDeviation <= largestRecord, "recordDeviation must be 0 to 10^12");
    require(spec_.generatorSeed <= UINT32_MAX, "generatorSeed must have 32 bits");
    require(spec_.subfolders <= mostSubfolders, "at most 10^6 subfolders");
    require(isPartOfName(spec_.prefix) && isPartOfName(spec_.extension),
            "prefix and extension must be parts of a name");
}

SampleFiles::Group SampleFiles::groupOf(const char* directory, uint64_t files) const {
    return {.directory = directory,
            .files = files,
            .subfolders = spec_.subfolders > 1 ? spec_.subfolders : 0,
            .tail = "_of_" + std::to_string(files) + "." + spec_.extension};
}

void SampleFiles::drawDimensions() {
    const uint64_t fixed = format_->fixedSampleBytes();
    require(fixed <= UINT32_MAX, "a row must have fewer than 2^32 bytes");
    if (fixed > 0) return dimensions_.push_back({1, static_cast<uint32_t>(fixed)});
    const double root = std::sqrt(spec_.recordLength);
    const auto side = static_cast<uint32_t>(root);
    const double deviation = spec_.recordDeviation / 2 / root;
    if (deviation == 0) return dimensions_.push_back({side, side});
    NumpyRandom random(static_cast<uint32_t>(spec_.generatorSeed));
    dimensions_.reserve(dataFiles());
    for (uint64_t file = 0; file < dataFiles(); ++file) {
        const uint32_t height = sideOf(random.normal(side, deviation));
        dimensions_.push_back({height, sideOf(random.normal(side, deviation))});
    }
}

SampleShape SampleFiles::shapeOf(uint64_t file) const {
    const auto& [height, width] = dimensions_[dimensions_.size() == 1 ? 0 : file];
    return {.height = height, .width = width, .samples = spec_.samplesPerFile};
}

uint64_t SampleFiles::bytesOf(const SampleShape& shape) const {
    uint64_t payload;
    const bool isTooLarge = __builtin_mul_overflow(shape.sampleBytes(), shape.samples, &payload);
    require(!isTooLarge && payload <= largestFile, "a file must have at most 2^53 bytes");
    return format_->fileBytes(shape);
}

FileSizes SampleFiles::addUpSizes() const {
    const bool areAlike = dimensions_.size() == 1;
    const uint64_t first = bytesOf(shapeOf(0));
    if (areAlike && format_->companions().empty()) return {first};
    auto table = std::make_shared<std::vector<uint64_t>>();
    table->reserve(fileCount());
    for (uint64_t file = 0; file < dataFiles(); ++file) table->push_back(areAlike ? first : bytesOf(shapeOf(file)));
    for (uint64_t file = dataFiles(); file < fileCount(); ++file)
        table->push_back(format_->companionBytes(shapeOf(ownerOf(file))));
    return FileSizes(std::move(table));
}

uint64_t SampleFiles::payloadOfAll() const {
    uint64_t bytes = 0;
    for (uint64_t file = 0; file < dataFiles(); ++file) bytes += payloadBytes(file);
    return bytes;
}

std::vector<uint64_t> SampleFiles::companionsOf(uint64_t file) const {
    const size_t each = format_->companions().size();
    std::vector<uint64_t> files;
    for (size_t turn = 0; turn < each; ++turn) files.push_back(dataFiles() + file * each + turn);
    return files;
}

std::pair<const SampleFiles::Group&, uint64_t> SampleFiles::placeInGroup(uint64_t file) const {
    const bool isTrain = file < spec_.trainFiles;
    return {isTrain ? train_ : eval_, isTrain ? file : file - spec_.trainFiles};
}

char* SampleFiles::writeFolder(const Group& group, uint64_t number, char* out) const {
    *out++ = '/';
    return writeNumber(out, number, digitsOf(group.subfolders));
}

void SampleFiles::writePath(uint64_t file, char* out) const {
    std::string_view companion;
    if (file >= dataFiles()) {
        companion = format_->companions()[turnOf(file)];
        file = ownerOf(file);
    }
    const auto [group, number] = placeInGroup(file);
    out = append(out, group.directory);
    if (group.subfolders > 0) out = writeFolder(group, number % group.subfolders, out);
    *out++ = '/';
    out = append(out, spec_.prefix);
    *out++ = '_';
    out = append(writeNumber(out, number, digitsOf(group.files)), group.tail);
    *append(out, companion) = '\0';
}

size_t SampleFiles::pathCapacity() const {
    constexpr size_t mostDigits = 20;
    size_t companion = 0;
    for (const std::string_view suffix : format_->companions()) companion = std::max(companion, suffix.size());
    return std::max(train_.directory.size(), eval_.directory.size()) + 1 + mostDigits + 1 + spec_.prefix.size() + 1 +
           mostDigits + std::max(train_.tail.size(), eval_.tail.size()) + companion + 1;
}

std::string SampleFiles::path(uint64_t file) const {
    std::string text(pathCapacity(), '\0');
    writePath(file, text.data());
    text.resize(std::strlen(text.c_str()));
    return text;
}

uint64_t SampleFiles::longestNamed() const {
    const bool isEval = spec_.trainFiles == 0 || (spec_.evalFiles > 0 && eval_.tail.size() > train_.tail.size());
    const uint64_t last = isEval ? dataFiles() - 1 : spec_.trainFiles - 1;
    const std::vector<uint64_t> companions = companionsOf(last);
    const auto nameBytes = [this](uint64_t file) { return path(file).size(); };
    return companions.empty() ? last : std::ranges::max(companions, {}, nameBytes);
}

uint64_t SampleFiles::directoryOf(uint64_t file) const {
    const auto [group, number] = placeInGroup(file < dataFiles() ? file : ownerOf(file));
    const uint64_t before = &group == &eval_ && train_.files > 0 ? 1 + train_.subfolders : 0;
    return before + (group.subfolders == 0 ? 0 : 1 + number % group.subfolders);
}

std::vector<std::string> SampleFiles::directories() const {
    std::vector<std::string> all;
    for (const Group* group : {&train_, &eval_}) {
        if (group->files == 0) continue;
        all.push_back(group->directory);
        for (uint64_t number = 0; number < group->subfolders; ++number) {
            char folder[24] = {};
            writeFolder(*group, number, folder);
            all.push_back(group->directory + folder);
        }
    }
    return all;
}

}  // namespace ioproof
