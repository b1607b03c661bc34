// The map of the municipalities: polygons of our own site, no tiles, by leaflet. Colours say a class, lines a tie.

import type { Feature, FeatureCollection, MultiPolygon, Polygon } from "geojson";
import L from "leaflet";
import { fetched } from "./data";
import { h, onTheme, themed } from "./dom";
import "leaflet/dist/leaflet.css";
import "./territory.css";

export type Borders = FeatureCollection<Polygon | MultiPolygon, { centre: [number, number] }> & { attribution: string };

export interface Line {
  source: string;
  target: string;
  weight: number;
  label: string;
}

export interface Territory {
  /** Colours the municipalities: the class of each by its code, and what a pointer over it is told. */
  colour(classes: Map<string, number>, told: (code: string) => string): void;
  lines(lines: Line[]): void;
  choose(code: string | null): void;
  zoom(step: number): void;
  /** Shows these municipalities as large as they can be; all of them where none is named. */
  frame(codes: Iterable<string>): void;
}

const CLASSES = 5; // --ramp-0 … --ramp-4

export async function borders(): Promise<Borders> {
  return fetched<Borders>("assets/municipalities.json");
}

/** Coordinates of a centre as leaflet has them. */
function centres(all: Borders): Map<string, L.LatLngTuple> {
  return new Map(all.features.map(({ id, properties }) => [String(id), [properties.centre[1], properties.centre[0]]]));
}

function prepared(host: HTMLElement, attribution: string): L.Map {
  const map = L.map(host, {
    zoomSnap: 0.25,
    attributionControl: false,
    zoomControl: false,
    maxBounds: [
      [53, 3],
      [71, 32],
    ],
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    keyboard: true,
  });
  L.control.attribution({ prefix: false }).addAttribution(attribution).addTo(map);
  return map;
}

class Leaf implements Territory {
  private readonly map: L.Map;
  private readonly layer: L.GeoJSON;
  private readonly shapes = new Map<string, L.Path>();
  private readonly over = L.layerGroup();
  private readonly at: Map<string, L.LatLngTuple>;
  private classes = new Map<string, number>();
  private told: (code: string) => string = (code) => code;
  private current: string | null = null;

  constructor(
    host: HTMLElement,
    all: Borders,
    private readonly chosen: (code: string | null) => void,
  ) {
    this.map = prepared(host, all.attribution);
    this.at = centres(all);
    const layer = L.geoJSON(all, { onEachFeature: (feature, shape) => this.add(feature, shape as L.Path) });
    layer.addTo(this.map);
    this.layer = layer;
    this.over.addTo(this.map);
    this.map.fitBounds(layer.getBounds(), { padding: [8, 8] });
    this.map.setMinZoom(this.map.getZoom() - 0.5);
    this.map.on("click", () => this.chosen(null));
    onTheme(() => this.paint());
    new ResizeObserver(() => this.map.invalidateSize()).observe(host);
  }

  private add(feature: Feature, shape: L.Path): void {
    const code = String(feature.id);
    this.shapes.set(code, shape);
    shape.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      this.chosen(code);
    });
    shape.bindTooltip(() => h("span", {}, this.told(code)), { sticky: true });
  }

  private paint(): void {
    const ramp = Array.from({ length: CLASSES }, (_, i) => themed(`--ramp-${i}`));
    const none = themed("--ramp-none");
    for (const [code, shape] of this.shapes) {
      const place = this.classes.get(code);
      const is = code === this.current;
      shape.setStyle({
        fillColor: place === undefined ? none : ramp[place]!,
        fillOpacity: 1,
        color: themed(is ? "--mark" : "--border"),
        weight: is ? 4 : 0.6,
      });
      if (is) shape.bringToFront();
    }
  }

  colour(classes: Map<string, number>, told: (code: string) => string): void {
    this.classes = classes;
    this.told = told;
    this.paint();
  }

  lines(lines: Line[]): void {
    this.over.clearLayers();
    for (const { source, target, weight, label } of lines) {
      const [a, b] = [this.at.get(source), this.at.get(target)];
      if (!a || !b) continue;
      const look = { className: "tie", weight: 1.2 + Math.log2(weight) * 1.6, interactive: true };
      const line = L.polyline([a, b], look);
      line.bindTooltip(() => h("span", {}, label), { sticky: true }).addTo(this.over);
    }
  }

  choose(code: string | null): void {
    this.current = code;
    this.paint();
  }

  zoom(step: number): void {
    this.map.zoomIn(step);
  }

  frame(codes: Iterable<string>): void {
    const shapes = [...codes].map((code) => this.shapes.get(code)).filter((shape) => shape instanceof L.Polygon);
    const bounds = shapes.map((shape) => shape.getBounds());
    const all = bounds.reduce((sum, one) => sum.extend(one), L.latLngBounds(bounds[0] ? [bounds[0].getCenter()] : []));
    this.map.fitBounds(bounds.length > 0 ? all : this.layer.getBounds(), { padding: [12, 12], maxZoom: 9 });
  }
}

/** A map in an element; calls back when a municipality, or nothing, is clicked. */
export function territory(host: HTMLElement, all: Borders, chosen: (code: string | null) => void): Territory {
  return new Leaf(host, all, chosen);
}

/** The classes' colours for as many bounds: few classes take the ends of the ramp. */
export function shade(place: number, count: number): number {
  return count <= 1 ? CLASSES - 1 : Math.round((place * (CLASSES - 1)) / (count - 1));
}
