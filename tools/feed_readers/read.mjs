// What apps' own libraries read in a feed and its captions, as one JSON value.
// node read.mjs FEED.xml CAPTIONS.vtt CAPTIONS.srt TRANSCRIPT.json
import { readFileSync } from "node:fs";
import { parseRssFeed } from "feedsmith";
import partytime from "podcast-partytime";
import RssParser from "rss-parser";
import { convertFile } from "transcriptator";
import webvtt from "webvtt-parser";

const cuesOf = (text) =>
  text.split("\n\n").filter((block) => !block.startsWith("NOTE")).join("\n\n");
const [feed, vtt, srt, json] = process.argv.slice(2).map((p) => readFileSync(p, "utf8"));
const { WebVTTParser } = webvtt;
const smith = parseRssFeed(feed);
const party = partytime.parseFeed(feed);
const plain = await new RssParser().parseString(feed);
const captions = new WebVTTParser().parse(vtt, "metadata");
const item = party.items[0];
console.log(JSON.stringify({
  feedsmith: { title: smith.title, items: smith.items.length, guid: smith.podcast?.guid,
               chapters: smith.items[0].psc?.chapters?.length },
  partytime: { title: party.title, guid: party.guid, items: party.items.length,
               phases: party.pc20support,
               item: { guid: item.guid, duration: item.duration, explicit: item.explicit,
                       transcripts: item.podcastTranscripts?.map((t) => t.type),
                       chapters: item.podcastChapters?.type,
                       people: item.podcastPeople?.map((p) => `${p.name}, ${p.role}`) } },
  rssparser: { title: plain.title, items: plain.items.length, guid: plain.items[0].guid,
               enclosure: plain.items[0].enclosure?.type },
  webvtt: { errors: captions.errors, cues: captions.cues.length },
  // It takes a comment in WebVTT for a broken cue, so it reads the cues alone.
  transcriptator: { vtt: convertFile(cuesOf(vtt)).length, srt: convertFile(srt).length,
                    json: convertFile(json).length },
}));
