// Which blocks are looked at, and how each goes there and back.
#include "job/gpu_samples.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace ioproof {
namespace {

constexpr uint64_t mostFiles = 8;
/// Of all workers.
constexpr uint64_t mostFilesOfJob = 64;
constexpr uint64_t mostBlocks = 4;
/// After so many a worker begins no further block.
constexpr uint64_t mostBytes = uint64_t{64} << 20;
constexpr size_t pageBytes = 4096;

/// Differs from what it was in every byte.
void turnOver(std::byte* data, size_t length) {
    for (size_t index = 0; index < length; ++index) data[index] = ~data[index];
}

std::string noWritesReason(const JobSpec& spec) {
    if (spec.packing != Packing::None || spec.sampleFiles) return "what the job writes are files of samples";
    if (!spec.pattern.empty()) return "all that the job writes is the same";
    return {};
}

/// `count` of the numbers below `all`, evenly spaced from the first to the last.
std::vector<uint64_t> spread(uint64_t count, uint64_t all) {
    std::vector<uint64_t> numbers;
    const uint64_t most = std::min(count, all);
    for (uint64_t index = 0; index < most; ++index) numbers.push_back(most == 1 ? 0 : index * (all - 1) / (most - 1));
    return numbers;
}

}  // namespace

std::string noSamplesReason(const JobSpec& spec) {
    if (spec.copyMode != CopyMode::Full) return "one half of the way between storage and GPU is left out";
    if (spec.changesNames()) return "the job changes the names of files";
    if (spec.reads()) return {};
    return spec.writes() ? noWritesReason(spec) : "the job reads and writes no data";
}

GpuSampler::GpuSampler(const SampleContext& context, uint64_t until)
    : context_(context),
      until_(until),
      plain_(context.slots.bufferStride(), false, -1),
      slot_(context.slots.buffers().data()),
      operations_(4),
      path_(context.names.pathCapacity()) {
    for (auto& operation : operations_) operation.data = slot_;
    chain_.operations = operations_.data();
    chain_.path = path_.data();
    chain_.pathBytes = static_cast<uint32_t>(path_.size());
}

std::vector<GpuSample> GpuSampler::run() {
    const JobSpec& spec = context_.spec;
    for (const uint64_t file : files()) {
        if (spec.reads()) sampleFile(file, false);
        if (spec.writes() && noWritesReason(spec).empty()) sampleFile(file, true);
    }
    return std::move(samples_);
}

bool GpuSampler::isOver() const {
    return bytes_ >= mostBytes || context_.stop.load(std::memory_order_relaxed) || context_.clock.now() >= until_;
}

/// Of the worker's part, or where there are fewer files than workers one that others have, too.
std::vector<uint64_t> GpuSampler::files() const {
    const JobSpec& spec = context_.spec;
    const uint64_t count = context_.names.presentCount();
    const WorkerParts parts{.count = count, .workers = spec.workers};
    const uint64_t first = parts.size(context_.worker) > 0 ? parts.start(context_.worker) : context_.worker % count;
    const uint64_t part = std::max<uint64_t>(parts.size(context_.worker), 1);
    const uint64_t most = std::clamp<uint64_t>(mostFilesOfJob / spec.workers, 1, mostFiles);
    std::vector<uint64_t> files;
    // Of files that the job makes, the first are there when its time has cut it short.
    for (const uint64_t index : spread(most, spec.creates() ? std::min(part, most) : part))
        files.push_back(context_.names.presentFile(first + index));
    return files;
}

void GpuSampler::sampleFile(uint64_t file, bool isWrite) {
    if (isOver()) return;
    GpuSample sample;
    sample.path = context_.names.presentPath(file);
    sample.isWrite = isWrite;
    const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (context_.openFlags & O_DIRECT);
    const FileDescriptor plain(open(sample.path.c_str(), flags));
    struct stat status{};
    if (!plain.valid() && errno == ENOENT) return;
    if (!plain.valid() || fstat(plain.get(), &status) != 0) {
        sample.error = errno;
        samples_.push_back(std::move(sample));
        return;
    }
    sample.before = context_.gpu.stats();
    for (const Place& place : placesIn(file, static_cast<uint64_t>(status.st_size), isWrite))
        if ((sample.blocks > 0 && isOver()) || !sampleBlock(sample, plain.get(), place)) break;
    sample.after = context_.gpu.stats();
    if (sample.blocks > 0 || sample.error != 0) samples_.push_back(std::move(sample));
}

std::vector<GpuSampler::Place> GpuSampler::placesIn(uint64_t file, uint64_t fileBytes, bool isWrite) const {
    const JobSpec& spec = context_.spec;
    const bool isBlock = spec.kind == JobKind::Block;
    // Blocks are whole; a file may end within one.
    const uint64_t size = isBlock ? (isWrite ? spec.writeSizes : spec.readSizes).largest() : spec.blockSize;
    const uint64_t region = isBlock && spec.hasRegions() ? context_.worker * spec.offsetIncrement : 0;
    const uint64_t from = isBlock ? spec.offset + region : 0;
    const uint64_t bytes = fileBytes > from ? fileBytes - from : 0;
    std::vector<Place> places;
    for (const uint64_t index : spread(mostBlocks, isBlock ? bytes / size : (bytes + size - 1) / size)) {
        const uint64_t begin = index * size;
        const uint64_t part = std::min(size, bytes - begin);
        const uint64_t unit = isWrite ? 1 : context_.readUnit;
        places.push_back({.file = file,
                          .offset = from + begin,
                          .bytes = static_cast<uint32_t>(part),
                          .length = static_cast<uint32_t>((part + unit - 1) / unit * unit)});
    }
    return places;
}

bool GpuSampler::sampleBlock(GpuSample& sample, int descriptor, const Place& place) {
    const int32_t moved = sample.isWrite ? writeThrough(descriptor, place) : readThrough(descriptor, place);
    if (moved <= 0) {
        sample.error = moved == 0 ? ENODATA : -moved;
        return false;
    }
    bytes_ += static_cast<uint64_t>(moved);
    context_.engine.download(chain_, static_cast<size_t>(moved));
    compare(sample, place, std::min<size_t>(static_cast<size_t>(moved), place.bytes));
    return true;
}

int32_t GpuSampler::readThrough(int descriptor, const Place& place) {
    if (const int32_t error = readPlainly(descriptor, place); error < 0) return error;
    const auto fillOtherwise = [&] {
        std::memcpy(slot_, plain_.data(), place.length);
        turnOver(slot_, place.length);
    };
    fillOtherwise();
    context_.engine.upload(chain_, place.length);
    const int32_t moved = move(OperationKind::Read, place);
    // What comes back must come from the GPU, and not be what an engine has left in the host's buffer.
    fillOtherwise();
    return moved;
}

int32_t GpuSampler::writeThrough(int descriptor, const Place& place) {
    context_.content.fill(slot_, place.length);
    if (context_.spec.stampsWrites()) context_.verifier->stamp(operationOn(OperationKind::Write, place), context_.pass);
    context_.engine.upload(chain_, place.length);
    // Nothing but what the GPU holds may reach the file.
    turnOver(slot_, place.length);
    int32_t moved = move(OperationKind::Write, place);
    if (moved > 0 && context_.spec.kind == JobKind::Block) {
        const int32_t synced = context_.engine.sync(static_cast<uint32_t>(place.file));
        if (synced < 0) moved = synced;
    }
    if (moved <= 0) return moved;
    const int32_t error = readPlainly(descriptor, place);
    return error < 0 ? error : moved;
}

int32_t GpuSampler::move(OperationKind kind, const Place& place) {
    const bool opens = context_.spec.kind == JobKind::Files;
    chain_.count = chain_.executed = 0;
    chain_.item = place.file;
    chain_.descriptor = -1;
    if (opens) {
        const std::string path = context_.names.presentPath(place.file);
        std::memcpy(path_.data(), path.c_str(), path.size() + 1);
        add(OperationKind::Open, place);
    }
    const uint32_t transfer = chain_.count;
    add(kind, place);
    if (opens && kind == OperationKind::Write) add(OperationKind::Fsync, place);
    if (opens) add(OperationKind::Close, place);
    Chain* const only[] = {&chain_};
    context_.engine.submit(only);
    context_.engine.reap(1, noDeadline);
    const int32_t last = operations_[chain_.executed - 1].result;
    return last < 0 ? last : operations_[transfer].result;
}

void GpuSampler::add(OperationKind kind, const Place& place) { operations_[chain_.count++] = operationOn(kind, place); }

Operation GpuSampler::operationOn(OperationKind kind, const Place& place) const {
    const bool isOpen = context_.spec.kind == JobKind::Block;
    Operation operation{.kind = kind, .file = isOpen ? static_cast<int32_t>(place.file) : chainDescriptor};
    if (isTransfer(kind)) {
        operation.offset = place.offset;
        operation.length = place.length;
        operation.beyondEnd = static_cast<uint16_t>(place.length - place.bytes);
    }
    operation.data = slot_;
    return operation;
}

/// Direct I/O wants whole pages also at the end of a file.
int32_t GpuSampler::readPlainly(int descriptor, const Place& place) {
    const size_t whole = (place.length + pageBytes - 1) / pageBytes * pageBytes;
    size_t got = 0;
    while (got < place.bytes) {
        const ssize_t bytes =
            pread(descriptor, plain_.data() + got, whole - got, static_cast<off_t>(place.offset + got));
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes <= 0) return bytes < 0 ? -errno : -ENODATA;
        got += static_cast<size_t>(bytes);
    }
    return 0;
}

void GpuSampler::compare(GpuSample& sample, const Place& place, size_t bytes) const {
    const auto [found, expected] = std::mismatch(slot_, slot_ + bytes, plain_.data());
    const auto at = static_cast<size_t>(found - slot_);
    ++sample.blocks;
    sample.bytes += bytes;
    if (at == bytes) return;
    ++sample.mismatches;
    const uint64_t offset = place.offset + at;
    sample.firstMismatch = std::min(sample.firstMismatch.value_or(offset), offset);
}

void SampleTurns::leave() {
    const std::lock_guard lock(mutex_);
    if (awaited_ > 0) --awaited_;
    changed_.notify_all();
}

}  // namespace ioproof
