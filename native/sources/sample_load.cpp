// From containers to calls.
#include "sources/sample_load.h"

#include <algorithm>
#include <string>

#include "core/io_error.h"

namespace ioproof {
namespace {

/// Linux moves at most 2 GiB - 4 KiB a call; half of it leaves room for what engines round up to.
constexpr uint64_t mostBytesARead = (uint64_t{1} << 30) - 4096;
/// What direct I/O may ask for at both ends; see Operation::beyondEnd.
constexpr uint64_t largestReadUnit = uint64_t{1} << 16;

uint64_t largestPart(const SampleFiles& files) {
    uint64_t largest = 0;
    for (uint64_t file = 0; file < files.dataFiles(); ++file) {
        if (files.spec().container == Container::Parquet) {
            // All files of one have the same groups, of which the first is the largest.
            largest = std::max(largest, files.footerOf(0).length);
            for (const ByteRange& part : files.readParts(0, 0)) largest = std::max(largest, part.length);
            return largest;
        }
        largest = std::max(largest, files.placeOf(file, 0).length);
        for (const uint64_t companion : files.companionsOf(file))
            largest = std::max(largest, files.fileSizes().of(companion));
    }
    return largest;
}

}  // namespace

uint64_t readBytesOf(const JobSpec& spec, const SampleFiles& files) {
    if (!spec.training->wholeItems) return spec.blockSize;
    const bool through = spec.training->loader == LoaderKind::Tf || !files.hasRandomSamples();
    const uint64_t largest = through ? files.fileSizes().largest() : largestPart(files);
    if (largest > mostBytesARead)
        throw JobError("ITEM_TOO_LARGE", "an item of " + std::to_string(largest) +
                                             " bytes cannot be read by one call, which moves at most " +
                                             std::to_string(mostBytesARead) + " bytes: give a readSize");
    return largest + (spec.direct ? 2 * largestReadUnit : 0);
}

uint64_t samplesARead(const JobSpec& spec, const SampleFiles& files) {
    if (spec.training->loader != LoaderKind::Tf) return 0;
    const uint64_t bytes = readBytesOf(spec, files);
    uint64_t smallest = UINT64_MAX;
    for (uint64_t file = 0; file < files.dataFiles(); ++file) smallest = std::min(smallest, files.sampleBytes(file));
    return std::min(bytes / std::max<uint64_t>(smallest, 1) + 1, files.spec().samplesPerFile);
}

LoadCalls::LoadCalls(const JobSpec& spec, const FileNamespace& names, const SampleFiles& files, uint32_t readUnit)
    : names_(names),
      files_(files),
      sizes_(files.fileSizes()),
      readBytes_(readBytesOf(spec, files) / readUnit * readUnit),
      readUnit_(readUnit),
      readsThrough_(spec.training->loader == LoaderKind::Tf),
      hasGroups_(files.spec().container == Container::Parquet),
      hasHeads_(hasGroups_ || !files.companionsOf(0).empty()) {}

void LoadCalls::headOf(const LoadItem& item, std::vector<FilePart>& parts) const {
    parts.clear();
    for (const uint64_t companion : files_.companionsOf(item.file))
        parts.push_back(
            {.file = companion, .range = {.offset = 0, .length = sizes_.of(companion)}, .staysOpen = false});
    if (hasGroups_) parts.push_back({.file = item.file, .range = files_.footerOf(item.file), .staysOpen = false});
}

void LoadCalls::partsOf(const LoadItem& item, std::vector<FilePart>& parts) const {
    parts.clear();
    if (hasGroups_) {
        for (const ByteRange& part : files_.readParts(item.file, item.firstSample / files_.rowsPerGroup()))
            parts.push_back({.file = item.file, .range = part, .staysOpen = true});
        if (!parts.empty()) parts.back().staysOpen = false;
        return;
    }
    // Without places of their own, samples are found only by reading the file that holds them.
    const bool whole = files_.spec().samplesPerFile == 1 || !files_.hasRandomSamples();
    const ByteRange range =
        whole ? ByteRange{.offset = 0, .length = sizes_.of(item.file)} : files_.placeOf(item.file, item.firstSample);
    parts.push_back({.file = item.file, .range = range, .staysOpen = false});
}

uint64_t LoadCalls::endOf(const LoadItem& item) const {
    const ByteRange place = files_.placeOf(item.file, item.firstSample);
    return place.offset + place.length;
}

void LoadCalls::addOperation(Chain& chain, OperationKind kind) const {
    Operation& operation = chain.operations[chain.count++];
    operation.kind = kind;
    operation.name = operation.otherName = PathName::File;
    operation.file = chainDescriptor;
    operation.offset = 0;
    operation.length = 0;
    operation.beyondEnd = 0;
}

void LoadCalls::describe(Chain& chain, uint64_t file, uint64_t at, uint64_t until, bool isOpen, bool closes) const {
    chain.item = file;
    chain.count = 0;
    if (!isOpen) {
        names_.writePath(file, chain.path);
        addOperation(chain, OperationKind::Open);
    }
    addOperation(chain, OperationKind::Read);
    Operation& read = chain.operations[chain.count - 1];
    read.offset = at / readUnit_ * readUnit_;
    const uint64_t wanted = (until - read.offset + readUnit_ - 1) / readUnit_ * readUnit_;
    const uint64_t length = std::min(wanted, readBytes_);
    read.length = static_cast<uint32_t>(length);
    const uint64_t end = read.offset + length;
    const uint64_t size = sizes_.of(file);
    read.beyondEnd = static_cast<uint16_t>(end > size ? end - size : 0);
    if (closes && end >= until) addOperation(chain, OperationKind::Close);
}

void LoadCalls::describeClose(Chain& chain, uint64_t file) const {
    chain.item = file;
    chain.count = 0;
    addOperation(chain, OperationKind::Close);
}

uint64_t LoadCalls::reached(const Chain& chain, uint64_t at, uint64_t until) {
    for (uint32_t index = 0; index < chain.executed; ++index) {
        const Operation& read = chain.operations[index];
        if (read.kind != OperationKind::Read || read.result <= 0) continue;
        return std::min(until, std::max(at, read.offset + static_cast<uint64_t>(read.result)));
    }
    return at;
}

}  // namespace ioproof
