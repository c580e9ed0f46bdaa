// The map for a close look: Leaflet over our own GeoJSON, no tiles, nothing from elsewhere. Loaded on that page alone.
import { CircleMarker, Control, GeoJSON, Map } from "leaflet/dist/leaflet-src.esm.js";

const SMALLEST = 5;
const GROWTH = 4;
const room = document.getElementById("explore");
if (room) {
  draw(room).catch(() => {
    room.textContent = "The map could not be loaded. The table beside the drawn map has every point.";
  });
}

async function draw(element) {
  const answer = await fetch(element.dataset.map);
  if (!answer.ok) throw new Error(answer.statusText);
  const shapes = await answer.json();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new Map(element, { attributionControl: false, zoomSnap: 0.5, fadeAnimation: !still, zoomAnimation: !still, markerZoomAnimation: !still });
  const areas = shapes.features.filter((one) => one.geometry.type !== "Point");
  const points = shapes.features.filter((one) => one.geometry.type === "Point").sort((one, other) => other.properties.count - one.properties.count);
  const others = new GeoJSON(areas.filter((one) => !one.properties.here), { style: { className: "explore__other" }, onEachFeature: name });
  const here = new GeoJSON(areas.filter((one) => one.properties.here), { style: { className: "explore__here" }, interactive: false });
  map.fitBounds((here.getLayers().length ? here : others).getBounds(), { padding: [10, 10] });
  others.addTo(map);
  here.addTo(map);
  for (const { geometry, properties } of points) {
    const [longitude, latitude] = geometry.coordinates;
    new CircleMarker([latitude, longitude], { radius: SMALLEST + GROWTH * Math.log2(properties.count), className: "explore__point" })
      .bindPopup(() => told(properties))
      .bindTooltip(`${properties.count} ${properties.name}`)
      .addTo(map);
  }
  new Control.Scale({ imperial: true }).addTo(map);
  document.documentElement.dataset.mapReady = "yes";
}

function name(feature, layer) {
  layer.bindTooltip(feature.properties.name, { sticky: true });
}

// Built of text nodes, so that no name can become markup.
function told({ name, kinds }) {
  const box = document.createElement("div");
  const title = document.createElement("strong");
  title.textContent = name;
  const list = document.createElement("ul");
  for (const [kind, count] of Object.entries(kinds)) {
    const item = document.createElement("li");
    item.textContent = `${kind}: ${count}`;
    list.append(item);
  }
  box.append(title, list);
  return box;
}
